import { evdevCode } from './evdev-codes.ts';
import { HeldKeys, type KeyChange } from './held-keys.ts';
import { keysymOf, keysymOfText } from './keysym.ts';
import { OptionKeys } from './option-keys.ts';

/** The part of a `KeyboardEvent` that matters here. */
export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly location: number;
  readonly keyCode: number;
  readonly isComposing: boolean;
}

/** What every event of keyboard and mouse says about the modifiers at its moment. */
export interface Modifiers {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  getModifierState(name: string): boolean;
}

export type Platform = 'mac' | 'windows' | 'other';

export interface Translation {
  readonly changes: readonly KeyChange[];
  /** False leaves the event to the browser: an input method or a dead key is at work on it. */
  readonly taken: boolean;
}

const keypadLocation = 3;
/** What `keyCode` says while an input method handles the key. */
const inputMethodKeyCode = 229;
export const isModifier = (id: string) => /^(Shift|Control|Alt|Meta)(Left|Right)$|^CapsLock$/.test(id);

/** Turns keyboard events into what the wire says, with the oddities of platforms taken out. No DOM, no timers. */
export class KeyTranslation {
  readonly #platform: Platform;
  readonly #held = new HeldKeys();
  /** Windows sends a false left Control right before AltGr; a left Control waits for the next event. */
  #waitingControl: KeyPress | null = null;
  readonly #options = new OptionKeys(this.#held);

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get heldCodes(): readonly number[] {
    return this.#held.codes;
  }
  /** Keys without a code too. */
  get isHolding(): boolean {
    return this.#held.size > 0;
  }
  get isControlWaiting(): boolean {
    return this.#waitingControl !== null;
  }

  down(event: KeyPress): Translation {
    if (isBrowsers(event)) return { changes: this.#options.handleTyping(), taken: false };
    if (this.#platform === 'windows' && event.code === 'ControlLeft' && !this.#held.has('ControlLeft')) {
      this.#waitingControl = event;
      return { changes: [], taken: true };
    }
    if (this.#isOption(event)) {
      this.#options.press(idOf(event), evdevCode(event.code), keysymOf(event));
      return { changes: this.#isChord ? this.#options.handleUse() : [], taken: true };
    }
    const before = event.key === 'AltGraph' ? this.#forgetControl() : this.flushControl();
    const alt = this.#settleOptions(event);
    const change = this.#press(event);
    return { changes: [...before, ...alt, ...(change ? [change] : [])], taken: true };
  }

  up(event: KeyPress): Translation {
    if (this.#isOption(event)) return { changes: this.#options.release(idOf(event)), taken: true };
    const before = this.flushControl();
    const change = this.#held.release(idOf(event));
    const after =
      this.#platform === 'mac' && event.key === 'Meta' ? this.#held.releaseAllExcept(isModifier) : [];
    return { changes: [...before, ...(change ? [change] : []), ...after], taken: change !== null };
  }

  /**
   * Modifiers that are up by now, although nothing told: the system took the rest of an Alt + Tab for itself, and gave
   * the window back. Not for events of modifiers, which browsers describe in different ways.
   */
  releaseLost(now: Modifiers): readonly KeyChange[] {
    // Windows has AltGr as Control and Alt, which browsers partly hide.
    if (now.getModifierState('AltGraph')) return [];
    if (!now.altKey) this.#options.forget();
    const lost = [
      ...(now.shiftKey ? [] : ['ShiftLeft', 'ShiftRight']),
      ...(now.ctrlKey ? [] : ['ControlLeft', 'ControlRight']),
      ...(now.altKey ? [] : ['AltLeft', 'AltRight']),
      ...(now.metaKey ? [] : ['MetaLeft', 'MetaRight']),
    ];
    return lost.flatMap(id => this.#held.release(id) ?? []);
  }

  /** The left Control that waited was a real one. */
  flushControl(): readonly KeyChange[] {
    const waiting = this.#waitingControl;
    this.#waitingControl = null;
    const change = waiting && this.#press(waiting);
    return change ? [change] : [];
  }

  /** A button is pressed or the wheel turned: with these, Option is Alt. */
  pointerUsed(): readonly KeyChange[] {
    return this.#options.handleUse();
  }

  /** The host lets everything go by itself. */
  forgetAll(): void {
    this.#waitingControl = null;
    this.#options.forget();
    this.#held.clear();
  }

  #press(event: KeyPress): KeyChange | null {
    const code = evdevCode(event.code);
    // The key itself is meant, and not what it would type.
    const isKey = this.#options.areDown && this.#isChord && code !== 0 && isCharacter(event);
    const keysym = isKey && !/^[a-z0-9]$/i.test(event.key) ? 0 : keysymOf(event);
    return this.#held.press(idOf(event), code, keysym);
  }

  /** With these, Option types nothing. */
  get #isChord(): boolean {
    return ['ControlLeft', 'ControlRight', 'MetaLeft', 'MetaRight'].some(id => this.#held.has(id));
  }

  #isOption(event: KeyPress): boolean {
    return this.#platform === 'mac' && event.key === 'Alt';
  }

  /** What becomes of Option, now that another key goes down. */
  #settleOptions(event: KeyPress): readonly KeyChange[] {
    if (event.key === 'Shift' || event.key === 'CapsLock') return [];
    return isCharacter(event) && !this.#isChord ? this.#options.handleTyping() : this.#options.handleUse();
  }

  #forgetControl(): readonly KeyChange[] {
    this.#waitingControl = null;
    return [];
  }
}

/** An input method or a dead key is at work: the finished character comes as text or as the next key's meaning. */
function isBrowsers({ key, keyCode, isComposing }: KeyPress): boolean {
  if (isComposing || keyCode === inputMethodKeyCode) return true;
  return key === 'Dead' || key === 'Process' || key === 'Unidentified';
}

/** Whether the layout gives a character; the keypad's are those of its keys, whatever is held. */
function isCharacter({ key, location }: KeyPress): boolean {
  return location !== keypadLocation && keysymOfText(key) !== 0;
}

/** Keys without a code are told apart by their meaning. */
function idOf(event: KeyPress): string {
  return event.code === '' || event.code === 'Unidentified' ? event.key : event.code;
}

export function platformOf(userAgent: string): Platform {
  if (/Macintosh|iPhone|iPad/.test(userAgent)) return 'mac';
  return /Windows/.test(userAgent) ? 'windows' : 'other';
}
