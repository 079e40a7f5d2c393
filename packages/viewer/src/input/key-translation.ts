import { CommandKeys } from './command-keys.ts';
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
  readonly repeat: boolean;
  readonly metaKey: boolean;
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
  readonly #commands = new CommandKeys(this.#held);
  /** The last key that was told as let go at once, under Command; it may be down still. */
  #tapped: string | null = null;

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
      this.#commands.handleModifier();
      return { changes: this.#isChord ? this.#options.handleUse() : [], taken: true };
    }
    if (this.#isCommand(event)) {
      const alt = this.#options.handleUse();
      this.#commands.press(idOf(event), event.location);
      return { changes: alt, taken: true };
    }
    this.#findCommand(event);
    if (this.#isOldRepeat(event)) return { changes: [], taken: true };
    const before = event.key === 'AltGraph' ? this.#forgetControl() : this.flushControl();
    const alt = this.#settleOptions(event);
    const command = this.#settleCommands(event);
    return { changes: [...before, ...alt, ...command, ...this.#pressOrTap(event)], taken: true };
  }

  up(event: KeyPress): Translation {
    if (this.#isOption(event)) return { changes: this.#options.release(idOf(event)), taken: true };
    if (this.#isCommand(event)) {
      // Keys that were down before it, whose key-up it has swallowed.
      const lost = this.#held.releaseAllExcept(isModifier);
      const changes = event.metaKey ? this.#commands.release(idOf(event)) : this.#commands.releaseAll();
      return { changes: [...lost, ...changes], taken: true };
    }
    if (this.#tapped === idOf(event)) this.#tapped = null;
    const before = this.flushControl();
    const change = this.#held.release(idOf(event));
    return { changes: [...before, ...(change ? [change] : [])], taken: change !== null };
  }

  /**
   * Modifiers that are up by now, although nothing told: the system took the rest of an Alt + Tab for itself, and gave
   * the window back. Not for events of modifiers, which browsers describe in different ways.
   */
  releaseLost(now: Modifiers): readonly KeyChange[] {
    // Windows has AltGr as Control and Alt, which browsers partly hide.
    if (now.getModifierState('AltGraph')) return [];
    if (!now.altKey) this.#options.forget();
    if (!now.metaKey) this.#commands.forget();
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

  /** A button is pressed or the wheel turned: with these, Option is Alt, and Command is Super. */
  pointerUsed(): readonly KeyChange[] {
    return [...this.#options.handleUse(), ...this.#commands.handleUse()];
  }

  /** The host lets everything go by itself. */
  forgetAll(): void {
    this.#waitingControl = null;
    this.#options.forget();
    this.#commands.forget();
    this.#tapped = null;
    this.#held.clear();
  }

  #press(event: KeyPress): KeyChange | null {
    const code = evdevCode(event.code);
    // The key itself is meant, and not what it would type.
    const isKey = this.#options.areDown && this.#isChord && code !== 0 && isCharacter(event);
    const keysym = isKey && !/^[a-z0-9]$/i.test(event.key) ? 0 : keysymOf(this.#withShift(event));
    return this.#held.press(idOf(event), code, keysym);
  }

  /** A Mac may say a small letter under Command, with Shift too. */
  #withShift(event: KeyPress): KeyPress {
    const isShifted = this.#held.has('ShiftLeft') || this.#held.has('ShiftRight');
    const isSmall = this.#commands.areDown && isShifted && /^\p{Ll}$/u.test(event.key);
    return isSmall ? { ...event, key: event.key.toUpperCase() } : event;
  }

  /** Under Command a Mac never says that a key went up, and repeats the press: each is told as let go at once. */
  #pressOrTap(event: KeyPress): readonly KeyChange[] {
    this.#tapped = null;
    if (!this.#commands.areDown || isModifierKey(event)) return present(this.#press(event));
    const id = idOf(event);
    this.#tapped = id;
    const lost = this.#held.release(id);
    return present(lost, this.#press(event), this.#held.release(id));
  }

  /** Of a key that is not meant any more: it was down before Command came, or is still down after Command has gone. */
  #isOldRepeat(event: KeyPress): boolean {
    const id = idOf(event);
    return event.repeat && (this.#commands.areDown ? this.#held.has(id) : this.#tapped === id);
  }

  /** With these, Option types nothing. */
  get #isChord(): boolean {
    return this.#isControlled || this.#commands.areDown;
  }

  get #isControlled(): boolean {
    return this.#held.has('ControlLeft') || this.#held.has('ControlRight');
  }

  #isOption(event: KeyPress): boolean {
    return this.#platform === 'mac' && event.key === 'Alt';
  }

  #isCommand(event: KeyPress): boolean {
    return this.#platform === 'mac' && event.key === 'Meta';
  }

  /** A Command that went down before the page had the keyboard. */
  #findCommand(event: KeyPress): void {
    if (this.#platform === 'mac' && event.metaKey && !this.#commands.areDown && !isModifierKey(event))
      this.#commands.press('MetaLeft', 1);
  }

  /** What becomes of Command, now that another key goes down. Beside Control it is Super. */
  #settleCommands(event: KeyPress): readonly KeyChange[] {
    if (event.key === 'Control') return this.#commands.handleControl();
    if (isModifierKey(event)) this.#commands.handleModifier();
    else if (keysymOfText(event.key) !== 0 && !this.#isControlled) return this.#commands.handleTyping();
    else return this.#commands.handleUse();
    return [];
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

/** Those that tell nothing of Command; Option and Command are seen to before. */
const isModifierKey = ({ key }: KeyPress) => key === 'Shift' || key === 'CapsLock' || key === 'Control';

const present = (...changes: (KeyChange | null)[]) => changes.filter(change => change !== null);

/** Keys without a code are told apart by their meaning. */
function idOf(event: KeyPress): string {
  return event.code === '' || event.code === 'Unidentified' ? event.key : event.code;
}

export function platformOf(userAgent: string): Platform {
  if (/Macintosh|iPhone|iPad/.test(userAgent)) return 'mac';
  return /Windows/.test(userAgent) ? 'windows' : 'other';
}
