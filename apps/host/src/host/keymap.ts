/** Keysyms and keycodes that the mapping must know by name (X11/keysymdef.h, Linux input-event-codes.h + 8). */
export const keysyms = { capsLock: 0xffe5, numLock: 0xff7f, levelThree: 0xfe03 } as const;
const shiftKeycode = 50;

/** What is to be pressed so that an application sees `keysym`. */
export interface KeyChoice {
  readonly keycode: number;
  /** Null: whatever is held already. */
  readonly shift: boolean | null;
  readonly levelThree: boolean | null;
}

export interface KeyState {
  readonly shift: boolean;
  readonly levelThree: boolean;
  readonly capsLock: boolean;
  readonly numLock: boolean;
}

/** Where the four levels of the first group stand in a row of the core keyboard mapping (XKB protocol, 17.1.2). */
const levelColumns = [0, 1, 4, 5] as const;
/** Arrows, modifiers, function keys: a page's layout does not move these, and shifting them changes nothing. */
const isSpecial = (keysym: number) => keysym >= 0xfe00 && keysym <= 0xffff;
const isKeypad = (keysym: number) => keysym >= 0xff80 && keysym <= 0xffbd;

export function isLetter(keysym: number): boolean {
  const text = keysymText(keysym);
  return text !== null && text.toLowerCase() !== text.toUpperCase();
}

function keysymText(keysym: number): string | null {
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff))
    return String.fromCodePoint(keysym);
  const point = keysym - 0x0100_0000;
  return point >= 0x100 && point <= 0x10ffff ? String.fromCodePoint(point) : null;
}

/** AccessX, and virtual screens, Terminate_Server and keys that move the pointer: they act on the X server itself, or end it. */
const isForServer = (keysym: number) =>
  (keysym >= 0xfe70 && keysym <= 0xfe7a) || (keysym >= 0xfed0 && keysym <= 0xfef9);

/** Media and browser keys (XF86keysym.h). Those right below, from 0x1008fe01 on, switch consoles and break grabs of the server. */
const isXf86 = (keysym: number) => keysym > 0x1008_ff00 && keysym <= 0x1008_ffff;

/** Whether a viewer may ask for it: Latin-1, the named ranges, and Unicode. Anything else would be noise in the server's map. */
export function isTypeable(keysym: number): boolean {
  if (isForServer(keysym)) return false;
  const isUnicode = keysym >= 0x0100_0100 && keysym <= 0x0110_ffff;
  return (keysym >= 0x20 && keysym <= 0xffff) || isUnicode || isXf86(keysym);
}

/** The server's keyboard mapping. Rows begin at keycode `first`. */
export class Keymap {
  #rows: number[][] = [];
  readonly #first: number;
  /** Keycodes without a meaning of their own; the one bound longest ago comes first. */
  #spare: number[] = [];
  /** Keycode → the meaning that it was given here. */
  readonly #bound = new Map<number, number>();

  constructor(rows: readonly (readonly number[])[], first: number) {
    this.#first = first;
    this.replace(rows);
  }

  /** The mapping as it is now. What was bound here counts as spare as long as nobody else has given it a meaning. */
  replace(rows: readonly (readonly number[])[]): void {
    this.#rows = rows.map(row => [...row]);
    const spare = this.#rows.flatMap((row, index) => {
      const bound = this.#bound.get(index + this.#first);
      return row.every(symbol => symbol === 0 || symbol === bound) ? [index + this.#first] : [];
    });
    const known = this.#spare.filter(keycode => spare.includes(keycode));
    this.#spare = [...spare.filter(keycode => !known.includes(keycode)), ...known];
  }

  has(keycode: number): boolean {
    return this.#rows[keycode - this.#first] !== undefined;
  }

  #at(keycode: number, level: number): number {
    return this.#rows[keycode - this.#first]?.[levelColumns[level] ?? 0] ?? 0;
  }

  /** What this key gives now. */
  #produced(keycode: number, state: KeyState): number {
    const first = this.#at(keycode, 0);
    const second = this.#at(keycode, 1);
    const turned = isKeypad(second) ? state.numLock : isLetter(first) && state.capsLock;
    const shifted = state.shift !== turned;
    const level = (state.levelThree ? 2 : 0) + (shifted ? 1 : 0);
    return this.#at(keycode, level) || this.#at(keycode, level & 2) || first;
  }

  /**
   * How to type. `code` is the physical key (Linux input code, 0 = none), `keysym` what it means to the person. The
   * physical key is right where both agree, so that games and shortcuts see what was pressed. Null: no key has it.
   */
  choose(code: number, keysym: number, state: KeyState): KeyChoice | null {
    const keycode = code + 8;
    const physical = code > 0 && this.has(keycode) ? { keycode, shift: null, levelThree: null } : null;
    if (keysym === 0) return physical;
    if (physical) {
      if (this.#produced(keycode, state) === keysym) return physical;
      if (isSpecial(keysym) && !isKeypad(keysym) && [0, 1].some(level => this.#at(keycode, level) === keysym))
        return physical;
    }
    return this.#find(keysym, state);
  }

  #find(keysym: number, state: KeyState): KeyChoice | null {
    for (let level = 0; level < 4; level++) {
      for (let keycode = this.#first; keycode < this.#first + this.#rows.length; keycode++) {
        if (this.#at(keycode, level) !== keysym) continue;
        if (isSpecial(keysym) && !isKeypad(keysym)) return { keycode, shift: null, levelThree: null };
        const turned = isKeypad(keysym) ? state.numLock : isLetter(this.#at(keycode, 0)) && state.capsLock;
        return { keycode, shift: ((level & 1) === 1) !== turned, levelThree: level >= 2 };
      }
    }
    return null;
  }

  /** Gives a spare key this meaning, on every level; the one bound longest ago loses its own. */
  bind(keysym: number): { keycode: number; row: readonly number[] } | null {
    const keycode = this.#spare.shift();
    if (keycode === undefined) return null;
    this.#spare.push(keycode);
    this.#bound.set(keycode, keysym);
    const row = (this.#rows[keycode - this.#first] ?? []).map(() => keysym);
    this.#rows[keycode - this.#first] = row;
    return { keycode, row };
  }

  /** The key that shifts, and the one for the third level where there is one. */
  modifierKeycode(which: 'shift' | 'levelThree'): number | null {
    if (which === 'shift') return shiftKeycode;
    const at = this.#rows.findIndex(row => row[0] === keysyms.levelThree);
    return at < 0 ? null : at + this.#first;
  }

  symbolOf(keycode: number): number {
    return this.#at(keycode, 0);
  }
}
