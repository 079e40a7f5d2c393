import type { KeyPress, Modifiers } from './key-translation.ts';

/** What a browser says of a key, of which `more` differs from a plain one. */
export const press = (code: string, key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key,
  location: 0,
  keyCode: 0,
  isComposing: false,
  repeat: false,
  metaKey: false,
  ...more,
});

export const modifiers = (...held: string[]): Modifiers => ({
  shiftKey: held.includes('Shift'),
  ctrlKey: held.includes('Control'),
  altKey: held.includes('Alt'),
  metaKey: held.includes('Meta'),
  getModifierState: name => held.includes(name),
});
