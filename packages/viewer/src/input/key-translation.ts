import { evdevCode } from './evdev-codes.ts';
import { HeldKeys, type KeyChange } from './held-keys.ts';
import { keysymOf } from './keysym.ts';

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

const leftToBrowser: Translation = { changes: [], taken: false };
/** What `keyCode` says while an input method handles the key. */
const inputMethodKeyCode = 229;
export const isModifier = (id: string) => /^(Shift|Control|Alt|Meta)(Left|Right)$|^CapsLock$/.test(id);

/** Turns keyboard events into what the wire says, with the oddities of platforms taken out. No DOM, no timers. */
export class KeyTranslation {
  readonly #platform: Platform;
  readonly #held = new HeldKeys();
  /** Windows sends a false left Control right before AltGr; a left Control waits for the next event. */
  #waitingControl: KeyPress | null = null;

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
    if (event.isComposing || event.keyCode === inputMethodKeyCode) return leftToBrowser;
    // The browser composes: the finished character comes as text or as the next key's meaning.
    if (event.key === 'Dead' || event.key === 'Process' || event.key === 'Unidentified') return leftToBrowser;
    if (this.#platform === 'windows' && event.code === 'ControlLeft' && !this.#held.has('ControlLeft')) {
      this.#waitingControl = event;
      return { changes: [], taken: true };
    }
    const before = event.key === 'AltGraph' ? this.#forgetControl() : this.flushControl();
    const change = this.#press(event);
    return { changes: change ? [...before, change] : before, taken: true };
  }

  up(event: KeyPress): Translation {
    const before = this.flushControl();
    const id = idOf(event);
    const change = this.#held.release(id);
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

  /** The host lets everything go by itself. */
  forgetAll(): void {
    this.#waitingControl = null;
    this.#held.clear();
  }

  #press(event: KeyPress): KeyChange | null {
    return this.#held.press(idOf(event), evdevCode(event.code), keysymOf(event));
  }

  #forgetControl(): readonly KeyChange[] {
    this.#waitingControl = null;
    return [];
  }
}

/** Keys without a code are told apart by their meaning. */
function idOf(event: KeyPress): string {
  return event.code === '' || event.code === 'Unidentified' ? event.key : event.code;
}

export function platformOf(userAgent: string): Platform {
  if (/Macintosh|iPhone|iPad/.test(userAgent)) return 'mac';
  return /Windows/.test(userAgent) ? 'windows' : 'other';
}
