import type { ScreenChoice } from '@berth/viewer';

/** What this browser remembers for all desktops. */
export interface Preferences {
  readonly screen: ScreenChoice;
  readonly statistics: boolean;
  /** How often the tools were opened: who has found them needs no sign to them. */
  readonly toolsOpened: number;
}

const key = 'berth.viewer';
const choices: readonly ScreenChoice[] = ['fit', 'exact', 'follow'];
const usual: Preferences = { screen: 'fit', statistics: false, toolsOpened: 0 };

/** Whatever is stored: a person or an older page may have written it. */
export function parsePreferences(text: string | null): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? 'null');
  } catch {
    return usual;
  }
  if (typeof stored !== 'object' || stored === null) return usual;
  const screen = 'screen' in stored ? choices.find(choice => choice === stored.screen) : undefined;
  const statistics = 'statistics' in stored && stored.statistics === true;
  const opened = 'toolsOpened' in stored ? Number(stored.toolsOpened) : 0;
  const toolsOpened = Number.isSafeInteger(opened) && opened > 0 ? opened : 0;
  return { screen: screen ?? usual.screen, statistics, toolsOpened };
}

export function loadPreferences(): Preferences {
  try {
    return parsePreferences(localStorage.getItem(key));
  } catch {
    // The browser keeps nothing for this page.
    return usual;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // As above: it holds until the page is closed.
  }
}
