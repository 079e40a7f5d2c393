import {
  clipboardPieces,
  type FromHost,
  type FromViewer,
  maxClipboardBytes,
  PieceAssembly,
} from '@berth/wire';
import { ClipboardChoice } from './clipboard-choice.ts';

export interface ClipboardEvents {
  send(message: FromViewer): void;
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
  }

  handleMessage(piece: Extract<FromHost, { type: 'clipboard' }>): void {
    const bytes = this.#assembly.take(piece);
    if (!bytes) return;
    const text = new TextDecoder().decode(bytes);
    const wanted = this.#choice.handleRemote(text, piece.changed);
    this.#unwritten = wanted ? text : null;
    this.#events.handleChanged(text, !wanted);
    void this.#write();
  }

  /** The browser has handed over what the person pastes. */
  handlePasted(text: string): void {
    const normal = text.replaceAll('\r\n', '\n');
    if (this.#choice.handleLocal(normal)) this.#send(normal);
  }

  /** By hand, whatever has been seen. */
  give(text: string): void {
    this.#choice.handleGiven(text);
    this.#unwritten = null;
    this.#send(text);
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
  }

  #send(text: string): void {
    const bytes = new TextEncoder().encode(text);
    if (bytes.byteLength > maxClipboardBytes) {
      this.#events.handleTooLarge();
      return;
    }
    for (const piece of clipboardPieces(bytes)) this.#events.send({ type: 'setClipboard', ...piece });
    this.#events.handleChanged(text, true);
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
