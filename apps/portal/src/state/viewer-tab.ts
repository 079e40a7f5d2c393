/**
 * A tab for a viewer, opened within the click: a browser blocks what opens later. It shows that something is starting until
 * the session has an id.
 */
export class ViewerTab {
  readonly #tab: Window | null;

  constructor(title: string) {
    this.#tab = window.open('about:blank', '_blank');
    if (!this.#tab) return;
    const page = this.#tab.document;
    page.title = `Starting ${title}…`;
    page.documentElement.style.colorScheme = 'dark';
    page.body.style.cssText =
      'margin:0;display:grid;place-items:center;min-height:100vh;background:#101418;color:#c1c8cf;font:16px system-ui,sans-serif';
    page.body.textContent = `Starting ${title}…`;
  }

  /** False when the browser blocked it: the caller then offers a link. */
  get opened(): boolean {
    return this.#tab !== null;
  }

  show(sessionId: string): void {
    this.#tab?.location.replace(viewerPath(sessionId));
  }

  close(): void {
    this.#tab?.close();
  }
}

export function viewerPath(sessionId: string): string {
  return `/s/${sessionId}`;
}
