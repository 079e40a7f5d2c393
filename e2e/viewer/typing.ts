import type { Page } from 'playwright-core';

/** A key as a layout gives it: `KeyboardEvent.code`, what it means, and which modifiers are held for it. */
export type Stroke = readonly [code: string, key: string, modifier?: 'Shift' | 'AltGraph' | 'Alt'];

const modifierCode = { Shift: 'ShiftLeft', AltGraph: 'AltRight', Alt: 'AltLeft' } as const;

/** Presses keys as a keyboard with another layout does: Chromium here has only the one of this machine. */
export async function strokes(page: Page, keys: readonly Stroke[]): Promise<void> {
  const events = keys.flatMap(([code, key, modifier]) => {
    const flags = {
      shiftKey: modifier === 'Shift',
      altKey: modifier === 'Alt',
      modifierAltGraph: modifier === 'AltGraph',
    };
    const press = [
      { type: 'keydown', code, key, ...flags },
      { type: 'keyup', code, key, ...flags },
    ];
    if (!modifier) return press;
    const held = { code: modifierCode[modifier], key: modifier };
    return [{ type: 'keydown', ...held }, ...press, { type: 'keyup', ...held }];
  });
  await page.evaluate(all => {
    const keyboard = document.querySelector('#desktop textarea');
    for (const { type, ...init } of all)
      keyboard?.dispatchEvent(new KeyboardEvent(type, { ...init, bubbles: true, cancelable: true }));
  }, events);
}

/**
 * Command held for these keys, in turn, as a Mac says it: their key-ups never come. Chromium here pastes on no Command,
 * so that the browser's paste is played too: at V, after the key, `pasted`.
 */
export async function commandStrokes(page: Page, keys: readonly Stroke[], pasted = ''): Promise<void> {
  await page.evaluate(
    ([all, text]) => {
      const keyboard = document.querySelector('#desktop textarea');
      const command = { code: 'MetaLeft', key: 'Meta', location: 1 };
      const say = (type: string, init: KeyboardEventInit) =>
        keyboard?.dispatchEvent(new KeyboardEvent(type, { ...init, bubbles: true, cancelable: true }));
      say('keydown', { ...command, metaKey: true });
      for (const [code, key, modifier] of all) {
        const isFree = say('keydown', { code, key, metaKey: true, shiftKey: modifier === 'Shift' });
        if (key !== 'v' || !isFree) continue;
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        keyboard?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
      }
      say('keyup', command);
    },
    [keys, pasted] as const,
  );
}

const enter: Stroke = ['Enter', 'Enter'];

/** What people type in their layouts, and what is to arrive. */
export const layouts: readonly {
  readonly name: string;
  readonly keys: readonly Stroke[];
  readonly text: string;
}[] = [
  {
    name: 'US',
    keys: [
      ['KeyY', 'y'],
      ['KeyZ', 'Z', 'Shift'],
      ['Digit2', '@', 'Shift'],
      ['Quote', '"', 'Shift'],
      ['Backslash', '\\'],
      ['Backquote', '~', 'Shift'],
      enter,
    ],
    text: 'yZ@"\\~',
  },
  {
    name: 'UK',
    keys: [
      ['Digit2', '"', 'Shift'],
      ['Digit3', '£', 'Shift'],
      ['Quote', '@', 'Shift'],
      ['Backslash', '#'],
      ['IntlBackslash', '\\'],
      ['IntlBackslash', '|', 'Shift'],
      ['Digit4', '€', 'AltGraph'],
      enter,
    ],
    text: '"£@#\\|€',
  },
  {
    name: 'German',
    keys: [
      ['KeyY', 'z'],
      ['KeyZ', 'Y', 'Shift'],
      ['Minus', 'ß'],
      ['Quote', 'ä'],
      ['Semicolon', 'Ö', 'Shift'],
      ['KeyQ', '@', 'AltGraph'],
      ['KeyE', '€', 'AltGraph'],
      ['Digit7', '{', 'AltGraph'],
      ['Minus', '\\', 'AltGraph'],
      ['IntlBackslash', '|', 'AltGraph'],
      ['Digit7', '/', 'Shift'],
      enter,
    ],
    text: 'zYßäÖ@€{\\|/',
  },
  {
    name: 'French',
    keys: [
      ['KeyQ', 'a'],
      ['KeyA', 'Q', 'Shift'],
      ['Semicolon', 'm'],
      ['Digit2', 'é'],
      ['Digit1', '1', 'Shift'],
      ['Digit9', 'ç'],
      ['Digit0', '@', 'AltGraph'],
      ['Digit4', '{', 'AltGraph'],
      ['KeyM', ','],
      ['Comma', ';'],
      ['Slash', '!'],
      enter,
    ],
    text: 'aQmé1ç@{,;!',
  },
];
