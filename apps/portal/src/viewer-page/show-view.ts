import { duration } from '../state/time-words.ts';
import { byId, element } from './element.ts';
import type { Action, PageView, StatusView } from './page-view.ts';

const labels: Readonly<Record<Action, string>> = {
  'start-again': 'Start again',
  'my-sessions': 'Back to my sessions',
  'sign-in': 'Sign in',
  reload: 'Reload',
  retry: 'Try again',
};

export type HandleAction = (action: Action) => void;

/** Puts a view on the page. The desktop itself stays where it is, under it. */
export class ShownView {
  readonly #status = byId('status');
  readonly #banner = byId('banner');
  readonly #badge = byId('badge');
  readonly #reconnecting: { why: HTMLElement; when: HTMLElement; button: HTMLButtonElement };
  readonly #handleAction: HandleAction;
  #shown = '';
  #tick: (() => void) | null = null;

  constructor(handleAction: HandleAction) {
    this.#handleAction = handleAction;
    const button = this.#button('retry', false);
    button.textContent = 'Try now';
    this.#reconnecting = {
      why: element('span', {}),
      when: element('span', { className: 'when' }),
      button,
    };
    setInterval(() => this.#tick?.(), 1000);
  }

  show(view: PageView, name: string | null): void {
    const key = JSON.stringify([view, name]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#tick = null;
    this.#status.hidden = view.kind !== 'status';
    const silentSince = view.kind === 'live' ? view.silentSince : null;
    this.#banner.hidden = view.kind !== 'reconnecting' && silentSince === null;
    this.#banner.classList.toggle('quiet', silentSince !== null);
    this.#badge.hidden = view.kind === 'status' || !view.viewOnly;
    this.#badge.textContent = 'View only';
    document.documentElement.dataset.berthState = stateOf(view);
    if (view.kind === 'status') this.#showStatus(view, name);
    if (view.kind === 'reconnecting') this.#showReconnecting(view);
    else this.#banner.replaceChildren();
    if (silentSince !== null)
      this.#count(() => (this.#banner.textContent = `No answer for ${duration(Date.now() - silentSince)}`));
  }

  #showStatus(view: StatusView, name: string | null): void {
    const since = element('p', { className: 'since' });
    this.#status.dataset.tone = view.tone;
    this.#status.replaceChildren(
      element(
        'div',
        { className: 'card' },
        element('div', { className: 'mark', ariaHidden: 'true' }),
        ...(name ? [element('p', { className: 'name' }, name)] : []),
        element('h1', {}, view.title),
        ...(view.text ? [element('p', { className: 'text' }, view.text)] : []),
        since,
        ...(view.detail ? [element('p', { className: 'detail' }, view.detail)] : []),
        element(
          'div',
          { className: 'actions' },
          ...view.actions.map((action, n) => this.#button(action, n === 0)),
        ),
      ),
    );
    const begun = view.since;
    if (begun !== null) this.#count(() => (since.textContent = `for ${duration(Date.now() - begun)}`));
  }

  /** Its parts stay: attempts follow each other fast, and a spinner that is made anew begins anew. */
  #showReconnecting(view: Extract<PageView, { kind: 'reconnecting' }>): void {
    const { why, when, button } = this.#reconnecting;
    if (this.#banner.childElementCount === 0)
      this.#banner.replaceChildren(
        element('span', { className: 'spinner', ariaHidden: 'true' }),
        element('span', {}, element('strong', {}, 'Reconnecting '), why, ' ', when),
        button,
      );
    why.textContent = view.why || 'The connection was lost.';
    button.hidden = view.retryAt === null;
    this.#count(() => {
      const lost = `Lost ${duration(Date.now() - view.since)} ago`;
      const left = view.retryAt === null ? 0 : Math.ceil((view.retryAt - Date.now()) / 1000);
      const next = left > 0 ? `; next attempt in ${left} s` : '';
      when.textContent = `${lost}${next}.${view.viewOnly ? '' : ' What you type is not sent.'}`;
    });
  }

  #button(action: Action, primary: boolean): HTMLButtonElement {
    return element('button', {
      type: 'button',
      className: primary && action !== 'my-sessions' ? 'primary' : '',
      textContent: labels[action],
      onclick: () => this.#handleAction(action),
    });
  }

  #count(tick: () => void): void {
    tick();
    this.#tick = tick;
  }
}

function stateOf(view: PageView): 'connecting' | 'live' | 'reconnecting' | 'ended' {
  if (view.kind !== 'status') return view.kind;
  return view.over ? 'ended' : 'connecting';
}
