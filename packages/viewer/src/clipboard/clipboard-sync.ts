import {
  clipboardPieces,
  type FromHost,
  type FromViewer,
  maxClipboardBytes,
  PieceAssembly,
} from '@berth/wire';
import type { ClipboardOutcome } from '../viewer-types.ts';
import { ClipboardChoice } from './clipboard-choice.ts';

export interface ClipboardEvents {
  /** False where there is nobody to send it to now. */
  send(message: FromViewer): boolean;
  /** The session's clipboard holds this text. `local`: so does this computer's. */
  handleChanged(text: string, local: boolean): void;
  handleTooLarge(): void;
}

/** Keeps this computer's clipboard and the session's alike, as far as the browser lets it. */
export class ClipboardSync implements Disposable {
  readonly #events: ClipboardEvents;
  readonly #choice = new ClipboardChoice();
  readonly #listening = new AbortController();
  #assembly = new PieceAssembly();
  /** What the browser did not let us write yet: it may within the next gesture. */
  #unwritten: string | null = null;
  /** On this connection: a text, or that there is none. */
  #told = false;
  #sent = false;

  constructor(events: ClipboardEvents) {
    this.#events = events;
    const { signal } = this.#listening;
    window.addEventListener('focus', () => void this.#handleFocus(), { signal });
    for (const gesture of ['pointerdown', 'keyup'])
      document.addEventListener(gesture, () => void this.#write(), { signal, capture: true, passive: true });
  }

  get text(): string | null {
    return this.#choice.remote;
  }

  /** A connection begins: pieces of the last one will not be completed. */
  begin(): void {
    this.#assembly = new PieceAssembly();
    this.#told = false;
    this.#sent = false;
    this.#choice.handleReconnected();
  }

  /** From now on `send` finds somebody. */
  handleLive(): void {
    this.#sendOwed();
    void this.refresh();
  }

  /** The host has seen to all that was sent before `sentAt`, of `performance.now()`; what it tells at a greeting came before. */
  handleAnswered(sentAt: number): void {
    const arrived = this.#choice.handleAnswered(sentAt);
    // It may have been said that nothing answered.
    if (arrived && this.text !== null) this.#events.handleChanged(this.text, this.#unwritten === null);
    if (this.#told || this.#sent) return;
    this.#told = true;
    this.#choice.handleNoRemote();
    this.#sendOwed();
  }

  handleMessage(piece: Extract<FromHost, { type: 'clipboard' }>): void {
    this.#told = true;
    const bytes = this.#assembly.take(piece);
    // What there was at the greeting is older than what has been sent since.
    if (!bytes || (this.#sent && !piece.changed)) return;
    const text = new TextDecoder().decode(bytes);
    const wanted = this.#choice.handleRemote(text, piece.changed);
    if (wanted) this.#unwritten = text;
    // Told again after a lost connection, it is still to be written.
    else if (this.#unwritten !== text) this.#unwritten = null;
    this.#events.handleChanged(text, this.#unwritten === null);
    void this.#write();
    this.#sendOwed();
  }

  /** The browser has handed over what the person pastes. */
  handlePasted(text: string): void {
    const normal = text.replaceAll('\r\n', '\n');
    if (this.#choice.handleLocal(normal)) this.give(normal);
    // It could not be sent before, or waits for what the host has to tell.
    else this.#sendOwed();
  }

  /** By hand, whatever has been seen. */
  give(text: string): Exclude<ClipboardOutcome, 'refused'> {
    if (new TextEncoder().encode(text).byteLength > maxClipboardBytes) {
      this.#events.handleTooLarge();
      return 'too-large';
    }
    this.#choice.owe(text);
    // Older than this.
    this.#unwritten = null;
    return this.#sendOwed() ? 'sent' : 'later';
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
  }

  #sendOwed(): boolean {
    const text = this.#choice.owed;
    if (text === null) return false;
    for (const piece of clipboardPieces(new TextEncoder().encode(text)))
      if (!this.#events.send({ type: 'setClipboard', ...piece })) return false;
    this.#sent = true;
    this.#choice.handleSent(text, performance.now());
    this.#events.handleChanged(text, true);
    return true;
  }

  async #handleFocus(): Promise<void> {
    this.#choice.handleFocus();
    await this.#write();
    await this.refresh();
  }

  /** Only where the person has allowed it before: a question at each visit would be a nuisance. */
  async refresh(): Promise<void> {
    try {
      // Not in every browser's list of names, so that TypeScript does not know it.
      const name = 'clipboard-read' as PermissionName;
      if ((await navigator.permissions.query({ name })).state !== 'granted') return;
      if (document.hasFocus() && this.#unwritten === null)
        this.handlePasted(await navigator.clipboard.readText());
    } catch {
      // A browser without that permission hands its clipboard over when the person pastes.
    }
  }

  async #write(): Promise<void> {
    const text = this.#unwritten;
    if (text === null || !document.hasFocus()) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    if (this.#unwritten !== text) return;
    this.#unwritten = null;
    this.#choice.handleWritten(text);
    this.#events.handleChanged(text, true);
  }
}
