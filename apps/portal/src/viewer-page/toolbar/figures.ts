import type { ViewerStats } from '@berth/viewer';
import { qualityLabel } from './quality-words.ts';

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

const stageNames = {
  captureMs: 'Capture',
  convertMs: 'Convert',
  encodeMs: 'Encode',
  networkMs: 'Network, waiting',
  decodeMs: 'Decode',
  presentMs: 'Draw',
} as const;

/** Where the time of a picture goes, as far as it is known. */
function stages(known: ViewerStats['stages']): readonly Figure[] {
  return Object.entries(stageNames).flatMap(([key, name]) => {
    const value = known[key as keyof typeof stageNames];
    return value === null ? [] : [{ name, value: milliseconds(value) }];
  });
}

/** How the bytes since the last look were shared. */
function shares(now: ViewerStats['tiers'], before: ViewerStats['tiers']): readonly Figure[] {
  const bytes = (tier: keyof typeof now) => now[tier].bytes - before[tier].bytes;
  const parts = [
    ['Sent exact', bytes('rectangles')],
    ['Sent as video', bytes('video')],
    ['Made exact later', bytes('refined')],
  ] as const;
  const total = parts.reduce((sum, [, part]) => sum + part, 0);
  const percent = (part: number) => (total > 0 ? `${Math.round((part * 100) / total)} %` : '–');
  return parts.map(([name, part]) => ({ name, value: percent(part) }));
}

/** What the overlay shows, in its order and groups. `elapsedMs` lies between the two. */
export function figures(
  now: ViewerStats,
  before: ViewerStats,
  elapsedMs: number,
): readonly (readonly Figure[])[] {
  const bits = elapsedMs > 0 ? ((now.bytes - before.bytes) * 8000) / elapsedMs : 0;
  return [
    [
      { name: 'Pictures', value: `${Math.round(now.fps)} / s` },
      { name: 'Input to picture', value: milliseconds(now.inputToPictureMs) },
      { name: 'Round trip', value: milliseconds(now.rttMs) },
      { name: 'Data', value: bitrate(bits) },
      { name: 'Video', value: codecName(now.codec) ?? '–' },
      ...(now.encoder === null ? [] : [{ name: 'Encoder', value: now.encoder }]),
      ...(now.quality ? [{ name: 'Quality', value: qualityLabel(now.quality) }] : []),
      ...(now.framesDropped > 0 ? [{ name: 'Lost', value: String(now.framesDropped) }] : []),
    ],
    shares(now.tiers, before.tiers),
    stages(now.stages),
  ];
}
