import { connectViewer, findBrowserGap, type Viewer, type ViewerStatus } from '@berth/viewer';
import { signInPath } from '../state/return-path.ts';
import { byId } from './element.ts';
import { factsIn } from './known-session.ts';
import { type PageAddress, streamUrl, type WantedRole } from './page-address.ts';
import { type Action, type PageView, pageView } from './page-view.ts';
import { type SessionApi, sessionApi } from './session-api.ts';
import { SessionWatch } from './session-watch.ts';
import { ShownView } from './show-view.ts';
import { getTicket } from './ticket-source.ts';
import { Toolbar } from './toolbar/toolbar.ts';

/**
 * How often the session is asked for. The picture comes by itself as soon as there is a ticket, so that only the wait for
 * that is followed closely; after the end it may be started elsewhere.
 */
const askEveryMs = { ticket: 100, soon: 500, waiting: 1000, over: 3000 } as const;
const soonForMs = 10_000;

/** The page `/s/{id}`: one session's desktop, or why it is not there. */
export class ViewerPage {
  readonly #address: PageAddress;
  readonly #openedAt = Date.now();
  readonly #api: SessionApi;
  readonly #watch: SessionWatch;
  readonly #shown = new ShownView(action => void this.#handleAction(action));
  readonly #toolbar: Toolbar;
  #viewer: Viewer | null = null;
  #status: ViewerStatus | null = null;
  #silentSince: number | null = null;
  #gap: Awaited<ReturnType<typeof findBrowserGap>> = null;
  #startAgainFailed: string | null = null;
  #wasOver = false;
  #phaseWaiters: { phase: string | null; resolve: () => void }[] = [];

  constructor(address: PageAddress) {
    this.#address = address;
    this.#api = sessionApi(address.base, address.sessionId);
    this.#watch = new SessionWatch(this.#api, () => this.#show());
    this.#toolbar = new Toolbar({
      viewer: () => this.#viewer,
      screen: address.followWindow ? 'follow' : null,
      handleLeave: () => void this.#handleAction('my-sessions'),
    });
  }

  get viewer(): Viewer | null {
    return this.#viewer;
  }

  async open(): Promise<void> {
    this.#show();
    this.#gap = await findBrowserGap();
    const { role } = this.#address;
    if (this.#gap === null && role !== null) this.#connect(role);
    this.#show();
  }

  /** The stream is asked for at once, not after the session is known to be ready: the gateway waits for its host. */
  #connect(role: WantedRole): void {
    this.#viewer = connectViewer({
      container: byId('desktop'),
      streamUrl: streamUrl(this.#address, location.origin),
      getTicket: () => getTicket(this.#api, role, () => this.#phaseChanged()),
      screen: this.#toolbar.screen,
      onClipboardChanged: clipboard => this.#toolbar.showClipboard(clipboard),
      onQualityChanged: quality => this.#toolbar.showQuality(quality),
      onNotice: ({ code, message }) => {
        // The badge says so all the time.
        if (code !== 'view-only') this.#toolbar.notify(message);
      },
      onSilence: heardAt => {
        this.#silentSince = heardAt;
        this.#show();
      },
      onStateChanged: status => {
        this.#status = status;
        if (status.state === 'live') this.#viewer?.focus();
        this.#show();
      },
    });
  }

  /** Settles when the session is in another phase than now. */
  #phaseChanged(): Promise<void> {
    return new Promise(resolve => this.#phaseWaiters.push({ phase: this.#phase, resolve }));
  }

  get #phase(): string | null {
    return factsIn(this.#watch.known)?.phase ?? null;
  }

  #wakePhaseWaiters(): void {
    const phase = this.#phase;
    const woken = this.#phaseWaiters.filter(waiter => waiter.phase !== phase);
    this.#phaseWaiters = this.#phaseWaiters.filter(waiter => waiter.phase === phase);
    for (const { resolve } of woken) resolve();
  }

  #show(): void {
    const known = this.#watch.known;
    this.#wakePhaseWaiters();
    const view = pageView({
      gap: this.#gap,
      roleUnknown: this.#address.role === null,
      known,
      viewer: this.#status,
      silentSince: this.#silentSince,
      startAgainFailed: this.#startAgainFailed,
      openedAt: this.#openedAt,
    });
    const facts = factsIn(known);
    if (facts) document.title = facts.name;
    this.#shown.show(view, facts?.name ?? null);
    this.#toolbar.show({
      live: view.kind === 'live',
      viewOnly: view.kind !== 'status' && view.viewOnly,
      name: facts?.name ?? null,
    });
    this.#follow(view);
  }

  #follow(view: PageView): void {
    const over = view.kind === 'status' && view.over;
    // Started again elsewhere: this page's viewer has ended for good, a new page has a new one.
    if (this.#wasOver && !over) location.reload();
    this.#wasOver = over && this.#watch.known.kind === 'known' && this.#gap === null;
    if (over && this.#watch.known.kind === 'known') this.#viewer?.dispose();
    if (view.kind === 'live') this.#watch.setInterval(this.#phase === null ? askEveryMs.waiting : null);
    else this.#watch.setInterval(over ? askEveryMs.over : this.#patience());
  }

  #patience(): number {
    const { known } = this.#watch;
    const lately = known.kind !== 'known' || Date.now() - known.phaseSince < soonForMs;
    if (!lately || known.kind === 'unreachable') return askEveryMs.waiting;
    return this.#phaseWaiters.length > 0 ? askEveryMs.ticket : askEveryMs.soon;
  }

  async #handleAction(action: Action): Promise<void> {
    switch (action) {
      case 'my-sessions':
        location.assign(`${this.#address.base}/`);
        break;
      case 'sign-in':
        location.assign(`${this.#address.base}${signInPath(location.pathname + location.search)}`);
        break;
      case 'reload':
        location.reload();
        break;
      case 'retry':
        this.#viewer?.reconnectNow();
        await this.#watch.ask();
        break;
      case 'start-again':
        await this.#startAgain();
    }
  }

  async #startAgain(): Promise<void> {
    try {
      await this.#api.start();
      location.reload();
    } catch (error) {
      this.#startAgainFailed = error instanceof Error ? error.message : String(error);
      this.#show();
    }
  }
}
