import { evdevCode } from './evdev-codes.ts';
import type { KeyChange } from './held-keys.ts';
import { isModifier, KeyTranslation, type Modifiers, platformOf } from './key-translation.ts';
import { keysymOf } from './keysym.ts';
import { isPasteChord, PasteWait } from './paste-wait.ts';

/** AltGr follows its false Control within the same input batch. */
const controlWaitMs = 30;
/** Window managers take the keyboard for themselves at Alt + Tab, and would never hear of an Alt that was let go before that. */
const chordHeldMs = 50;

/** A key as `KeyboardEvent` names it. */
export interface ChordKey {
  readonly code: string;
  readonly key: string;
  readonly location?: number;
}

const edits: Readonly<Record<string, ChordKey>> = {
  deleteContentBackward: { code: 'Backspace', key: 'Backspace' },
  deleteContentForward: { code: 'Delete', key: 'Delete' },
  insertLineBreak: { code: 'Enter', key: 'Enter' },
};

export interface KeyboardEvents {
  handleKey(change: KeyChange): void;
  /** Other keys are held than before, or none. */
  handleHeldChanged(): void;
  handleReleaseAll(): void;
  /** Composed text, or what a phone's keyboard gives. */
  handleText(text: string): void;
  /** What the person pastes, before the key that does it. */
  handlePasted(text: string): void;
}

/**
 * Takes the keyboard while the desktop has focus. Keys arrive at an invisible text area, not at the canvas, because
 * only a text area gets what dead keys and input methods compose.
 */
export class Keyboard implements Disposable {
  readonly element: HTMLTextAreaElement;
  readonly #events: KeyboardEvents;
  readonly #keys = new KeyTranslation(platformOf(navigator.userAgent));
  readonly #wait = new PasteWait();
  readonly #listening = new AbortController();

  constructor(events: KeyboardEvents) {
    this.#events = events;
    this.element = document.createElement('textarea');
    const { style } = this.element;
    // Not display: none, which cannot have focus. Input methods open their window where it is.
    style.cssText =
      'position:absolute;left:0;top:0;width:1px;height:1px;opacity:0;border:0;padding:0;resize:none';
    for (const [name, value] of Object.entries({
      'aria-label': 'Keyboard of the remote desktop',
      autocapitalize: 'off',
      autocomplete: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
    }))
      this.element.setAttribute(name, value);
    const { signal } = this.#listening;
    this.element.addEventListener('keydown', event => this.#handleDown(event), { signal });
    this.element.addEventListener('keyup', event => this.#handleUp(event), { signal });
    this.element.addEventListener('input', event => this.#handleInput(event), { signal });
    this.element.addEventListener('compositionend', event => this.#handleComposed(event.data), { signal });
    this.element.addEventListener('beforeinput', event => this.#handleEdit(event), { signal });
    this.element.addEventListener('paste', event => this.#handlePaste(event), { signal });
    this.element.addEventListener('blur', () => this.releaseAll(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.releaseAll(), { signal });
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  releaseAll(): void {
    this.#wait.end();
    this.#keys.forgetAll();
    this.#events.handleReleaseAll();
    this.#events.handleHeldChanged();
  }

  get isHolding(): boolean {
    return this.#keys.isHolding;
  }
  get heldCodes(): readonly number[] {
    return this.#keys.heldCodes;
  }

  /** Keys that the person's own keyboard does not have, or that the browser keeps: pressed in order, let go in reverse. */
  pressChord(keys: readonly ChordKey[]): void {
    const changes = keys.map(({ code, key, location = 0 }) => ({
      code: evdevCode(code),
      keysym: keysymOf({ key, location }),
    }));
    const letGo = () => {
      for (const change of changes.reverse()) this.#events.handleKey({ down: false, ...change });
    };
    for (const change of changes) this.#events.handleKey({ down: true, ...change });
    if (changes.length > 1) setTimeout(letGo, chordHeldMs);
    else letGo();
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
    this.#wait.end();
    this.#keys.forgetAll();
  }

  /** To be called before a button is pressed or the wheel turned, with what that event says about the modifiers. */
  handlePointerUse(now: Modifiers): void {
    this.#syncModifiers(now);
    this.#send(this.#keys.pointerUsed());
  }

  #syncModifiers(now: Modifiers): void {
    this.#send(this.#keys.releaseLost(now));
  }

  #handleDown(event: KeyboardEvent): void {
    if (!isModifier(event.code)) this.#syncModifiers(event);
    const { changes, taken } = this.#keys.down(event);
    if (taken && isPasteChord(event)) this.#wait.begin();
    else if (taken) event.preventDefault();
    this.#send(changes);
    if (this.#keys.isControlWaiting) setTimeout(() => this.#send(this.#keys.flushControl()), controlWaitMs);
  }

  #handleUp(event: KeyboardEvent): void {
    if (!isModifier(event.code)) this.#syncModifiers(event);
    const { changes, taken } = this.#keys.up(event);
    if (taken) event.preventDefault();
    this.#send(changes);
  }

  /** Text that came without a key that was taken: a phone's keyboard, a drop, an emoji picker. */
  #handleInput(event: globalThis.Event): void {
    if (event instanceof InputEvent && event.isComposing) return;
    const text = event instanceof InputEvent && event.inputType === 'insertText' ? (event.data ?? '') : '';
    this.element.value = '';
    this.#type(text);
  }

  #handleComposed(text: string): void {
    this.element.value = '';
    this.#type(text);
  }

  /** What a phone's keyboard does to the text instead of pressing a key. */
  #handleEdit(event: InputEvent): void {
    const edit = edits[event.inputType];
    if (!edit || event.isComposing) return;
    event.preventDefault();
    this.pressChord([edit]);
  }

  #handlePaste(event: ClipboardEvent): void {
    event.preventDefault();
    this.#events.handlePasted(event.clipboardData?.getData('text/plain') ?? '');
    this.#wait.end();
  }

  #type(text: string): void {
    if (text !== '') this.#wait.run(() => this.#events.handleText(text));
  }

  #send(changes: readonly KeyChange[]): void {
    for (const change of changes) this.#wait.run(() => this.#events.handleKey(change));
    this.#events.handleHeldChanged();
  }
}
