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
  captureMs: 'capture',
  convertMs: 'convert',
  encodeMs: 'encode',
  networkMs: 'network',
  decodeMs: 'decode',
  presentMs: 'draw',
} as const;

/** The stages that are known, in milliseconds: `encode 4 · network 2`. */
function stageWords(stages: ViewerStats['stages']): string | null {
  const known = Object.entries(stageNames).flatMap(([key, name]) => {
    const value = stages[key as keyof typeof stageNames];
    return value === null ? [] : [`${name} ${Math.round(value)}`];
  });
  return known.length > 0 ? known.join(' · ') : null;
}

/** How the bytes since the last look were shared: `exact 80 % · video 15 % · refined 5 %`. */
function tierWords(now: ViewerStats['tiers'], before: ViewerStats['tiers']): string | null {
  const bytes = (tier: keyof typeof now) => now[tier].bytes - before[tier].bytes;
  const parts = [
    ['exact', bytes('rectangles')],
    ['video', bytes('video')],
    ['refined', bytes('refined')],
  ] as const;
  const total = parts.reduce((sum, [, part]) => sum + part, 0);
  if (total <= 0) return null;
  return parts
    .filter(([, part]) => part > 0)
    .map(([name, part]) => `${name} ${Math.round((part * 100) / total)} %`)
    .join(' · ');
}

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
    ...optional('Quality', now.quality && qualityLabel(now.quality)),
    ...optional('Made of', tierWords(now.tiers, before.tiers)),
    ...optional('Stages, ms', stageWords(now.stages)),
    ...(now.framesDropped > 0 ? [{ name: 'Lost', value: String(now.framesDropped) }] : []),
  ];
}

const optional = (name: string, value: string | null): readonly Figure[] =>
  value === null ? [] : [{ name, value }];
