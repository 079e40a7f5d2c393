import type { ClipboardOutcome } from '@berth/viewer';
import { element } from '../element.ts';

/** What is typed here goes to the desktop once the person pauses. */
const settleMs = 300;

const outcomeWords: Readonly<Record<ClipboardOutcome, string>> = {
  sent: 'It is on the clipboard of the desktop.',
  later: 'The desktop does not answer. This text goes to its clipboard once it does.',
  'too-large': 'This text is longer than 1 MiB and is not on the clipboard of the desktop.',
  refused: 'The desktop does not take it.',
};

export interface ClipboardPanelEvents {
  handleText(text: string): ClipboardOutcome;
}

/** The desktop's clipboard to look at and to change: where the browser does not pass it on by itself. */
export class ClipboardPanel {
  readonly element: HTMLElement;
  readonly #text = element('textarea', { id: 'clipboard-text', rows: 5, spellcheck: false });
  readonly #state = element('p', { role: 'status' });
  readonly #copy = element('button', { type: 'button', textContent: 'Copy to this computer' });
  readonly #allow = element('button', { type: 'button', textContent: 'Share automatically' });
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What was written here last. */
  #written: string | null = null;

  constructor(events: ClipboardPanelEvents) {
    this.#text.placeholder = 'Nothing has been copied there yet. Type or paste here to put text on it.';
    this.#text.addEventListener('input', () => {
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#written = this.#text.value;
        this.#state.textContent = outcomeWords[events.handleText(this.#written)];
      }, settleMs);
    });
    this.#copy.onclick = () => void this.#copyHere();
    this.#allow.onclick = () => void this.#askToRead();
    this.element = element(
      'div',
      {},
      element('h2', {}, element('label', { htmlFor: this.#text.id }, 'Clipboard of the desktop')),
      this.#text,
      element('div', { className: 'row' }, this.#copy, this.#allow),
      this.#state,
    );
    void this.#showPermission();
  }

  show(text: string, local: boolean): void {
    // What the person is writing is newer.
    if (this.#timer === null && document.activeElement !== this.#text) this.#text.value = text;
    if (!local) this.#state.textContent = 'The browser did not let this text out by itself: copy it here.';
    else this.#state.textContent = text === this.#written ? outcomeWords.sent : '';
  }

  async #copyHere(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#text.value);
      this.#state.textContent = 'Copied.';
    } catch {
      this.#text.select();
      this.#state.textContent = 'Press Ctrl + C to copy what is selected.';
    }
  }

  /** Reading asks the person once; from then on it happens when the window gets the focus. */
  async #askToRead(): Promise<void> {
    try {
      await navigator.clipboard.readText();
    } catch {
      this.#state.textContent = 'The browser does not allow it. Ctrl + V in the desktop works all the same.';
    }
    await this.#showPermission();
  }

  async #showPermission(): Promise<void> {
    try {
      const name = 'clipboard-read' as PermissionName;
      this.#allow.hidden = (await navigator.permissions.query({ name })).state !== 'prompt';
    } catch {
      this.#allow.hidden = true;
    }
  }
}
