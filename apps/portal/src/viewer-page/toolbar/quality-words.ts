import type { Quality } from '@berth/viewer';

export const qualityWords: readonly {
  readonly quality: Quality;
  readonly label: string;
  readonly hint: string;
}[] = [
  { quality: 'sharp', label: 'Sharp', hint: 'Clear while it moves too. Takes the most of the line.' },
  { quality: 'balanced', label: 'Balanced', hint: 'What suits most work.' },
  { quality: 'economical', label: 'Economical', hint: 'For a narrow line: coarser while it moves.' },
];

export function qualityLabel(quality: Quality): string {
  return qualityWords.find(words => words.quality === quality)?.label ?? quality;
}
