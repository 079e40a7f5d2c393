import type { ViewerStats } from '@berth/viewer';

export interface Figure {
  readonly name: string;
  readonly value: string;
}

const codecs: readonly (readonly [RegExp, string])[] = [
  [/^avc[13]/, 'H.264'],
  [/^(hvc|hev)1/, 'H.265'],
  [/^av01/, 'AV1'],
  [/^vp09/, 'VP9'],
];

const milliseconds = (value: number | null) =>
  value === null ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export function bitrate(bitsPerSecond: number): string {
  if (bitsPerSecond < 1_000_000) return `${Math.round(bitsPerSecond / 1000)} kbit/s`;
  return `${(bitsPerSecond / 1_000_000).toFixed(1)} Mbit/s`;
}

const codecName = (codec: string | null) =>
  codec === null ? null : (codecs.find(([pattern]) => pattern.test(codec))?.[1] ?? codec);

/** What the overlay shows, in its order. `elapsedMs` lies between the two. */
export function figures(now: ViewerStats, before: ViewerStats, elapsedMs: number): readonly Figure[] {
  const bits = elapsedMs > 0 ? ((now.bytes - before.bytes) * 8000) / elapsedMs : 0;
  const video = [codecName(now.codec), now.encoder].filter(part => part !== null).join(' · ');
  return [
    { name: 'Pictures', value: `${Math.round(now.fps)} / s` },
    { name: 'Input to picture', value: milliseconds(now.inputToPictureMs) },
    { name: 'Round trip', value: milliseconds(now.rttMs) },
    { name: 'Decoding', value: milliseconds(now.decodeMs) },
    { name: 'Data', value: bitrate(bits) },
    { name: 'Video', value: video || '–' },
    ...(now.framesDropped > 0 ? [{ name: 'Lost', value: String(now.framesDropped) }] : []),
  ];
}
