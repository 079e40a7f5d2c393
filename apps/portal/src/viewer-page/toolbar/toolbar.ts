import type { Quality, ScreenChoice, Viewer } from '@berth/viewer';
import { element } from '../element.ts';
import { ClipboardPanel } from './clipboard-panel.ts';
import { canFillScreen, fillsScreen, toggleFullScreen } from './full-screen.ts';
import { type IconName, icon } from './icons.ts';
import { keysPanel } from './keys-panel.ts';
import { OpeningChord } from './opening-chord.ts';
import { loadPreferences, type Preferences, savePreferences } from './preferences.ts';
import { QualityPanel } from './quality-panel.ts';
import { ScreenPanel } from './screen-panel.ts';
import { StatisticsOverlay } from './statistics-overlay.ts';
import { Toast } from './toast.ts';

/** A pointer that crosses the handle on its way does not open it, and one that slips off the bar does not close it. */
const hoverMs = 250;
const leaveMs = 900;
/** Until the tools were opened so often, their handle says what it is. */
const labelledOpenings = 3;

export interface ToolbarOptions {
  viewer(): Viewer | null;
  handleLeave(): void;
  /** Said by the page's address; otherwise what this browser remembers. */
  readonly screen: ScreenChoice | null;
}

type PanelName = 'keys' | 'clipboard' | 'screen' | 'quality';

/** The tools over the desktop: a handle at the upper edge, a bar behind it, and one panel at a time below. */
export class Toolbar {
  readonly #options: ToolbarOptions;
  readonly #root = element('nav', { id: 'toolbar', ariaLabel: 'Tools of the desktop', hidden: true });
  readonly #handle = element('button', { type: 'button', className: 'handle', ariaLabel: 'Tools' });
  readonly #bar = element('div', { className: 'bar', role: 'toolbar' });
  readonly #panel = element('div', { className: 'panel', hidden: true });
  readonly #name = element('span', { className: 'name' });
  readonly #panelButtons = new Map<PanelName, HTMLButtonElement>();
  readonly #fullScreen = this.#button('fullScreen', 'Full screen', () => void this.#toggleFullScreen());
  readonly #statisticsButton = this.#button('statistics', 'Statistics', () => this.#toggleStatistics());
  readonly #clipboard: ClipboardPanel;
  readonly #screen: ScreenPanel;
  readonly #quality: QualityPanel;
  readonly #statistics: StatisticsOverlay;
  readonly #toast = new Toast();
  readonly #panels: Readonly<Record<PanelName, HTMLElement>>;
  #preferences = loadPreferences();
  #openPanel: PanelName | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #viewOnly = false;
  #captureWords: string | null = null;

  constructor(options: ToolbarOptions) {
    this.#options = options;
    if (options.screen) this.#preferences = { ...this.#preferences, screen: options.screen };
    this.#clipboard = new ClipboardPanel({
      handleText: text => options.viewer()?.setClipboardText(text) ?? 'refused',
    });
    this.#screen = new ScreenPanel(choice => this.#chooseScreen(choice));
    this.#quality = new QualityPanel(quality => options.viewer()?.setQuality(quality));
    this.#statistics = new StatisticsOverlay(() => options.viewer()?.stats() ?? null);
    this.#panels = {
      keys: keysPanel({
        handleChord: keys => options.viewer()?.pressChord(keys),
        handleCapture: () => void this.#capture(),
      }),
      clipboard: this.#clipboard.element,
      screen: this.#screen.element,
      quality: this.#quality.element,
    };
    this.#build();
    this.#listen();
  }

  get screen(): ScreenChoice {
    return this.#preferences.screen;
  }

  /** `live`: there is a desktop that tools are of use for. */
  show({ live, viewOnly, name }: { live: boolean; viewOnly: boolean; name: string | null }): void {
    this.#root.hidden = !live;
    this.#viewOnly = viewOnly;
    this.#name.textContent = name ?? '';
    for (const panel of ['keys', 'clipboard'] as const) {
      const button = this.#panelButtons.get(panel);
      if (button) button.hidden = viewOnly;
    }
    this.#showQuality();
    if (!live) this.close();
    this.#statistics.show(live && this.#preferences.statistics);
  }

  showClipboard({ text, local }: { text: string; local: boolean }): void {
    this.#clipboard.show(text, local);
    this.#panelButtons.get('clipboard')?.classList.toggle('news', !local);
  }

  showQuality(quality: Quality): void {
    this.#quality.show(quality);
    this.#showQuality();
  }

  notify(message: string): void {
    this.#toast.show(message);
  }

  open(): void {
    if (!this.#isOpen && this.#preferences.toolsOpened < labelledOpenings)
      this.#prefer({ toolsOpened: this.#preferences.toolsOpened + 1 });
    this.#root.dataset.open = '';
    this.#handle.ariaExpanded = 'true';
    this.#bar.inert = false;
  }

  close(): void {
    const hadFocus = this.#root.contains(document.activeElement);
    this.#showPanel(null);
    this.#labelHandle();
    delete this.#root.dataset.open;
    this.#handle.ariaExpanded = 'false';
    this.#bar.inert = true;
    if (hadFocus) this.#options.viewer()?.focus();
  }

  get #isOpen(): boolean {
    return this.#root.dataset.open !== undefined;
  }

  #build(): void {
    const panelButton = (name: PanelName, image: IconName, label: string) => {
      const button = this.#button(image, label, () =>
        this.#showPanel(this.#openPanel === name ? null : name),
      );
      button.ariaExpanded = 'false';
      this.#panelButtons.set(name, button);
      return button;
    };
    const touchKeyboard = this.#button('touchKeyboard', 'Keyboard', () => {
      this.close();
      this.#options.viewer()?.focus();
    });
    touchKeyboard.classList.add('touch');
    this.#statisticsButton.ariaPressed = String(this.#preferences.statistics);
    this.#fullScreen.hidden = !canFillScreen();
    this.#bar.append(
      this.#name,
      this.#fullScreen,
      touchKeyboard,
      panelButton('keys', 'keys', 'Keys'),
      panelButton('clipboard', 'clipboard', 'Clipboard'),
      panelButton('screen', 'screen', 'Screen'),
      panelButton('quality', 'quality', 'Quality'),
      this.#statisticsButton,
      this.#button('leave', 'Leave', () => this.#options.handleLeave()),
    );
    this.#bar.inert = true;
    this.#handle.ariaExpanded = 'false';
    this.#handle.title = 'Tools (Ctrl + Alt + Shift)';
    this.#handle.append(icon('tools'), element('span', {}, 'Tools'));
    this.#labelHandle();
    this.#root.append(this.#bar, this.#panel, this.#handle);
    document.body.append(this.#root, this.#statistics.element, this.#toast.element);
  }

  #button(image: IconName, label: string, handleClick: () => void): HTMLButtonElement {
    const words = element('span', {}, label);
    return element('button', { type: 'button', onclick: handleClick }, icon(image), words);
  }

  #labelHandle(): void {
    this.#handle.classList.toggle('labelled', this.#preferences.toolsOpened < labelledOpenings);
  }

  #listen(): void {
    this.#handle.onclick = () => (this.#isOpen ? this.close() : this.open());
    // A click on a tool leaves the keyboard with the desktop; what is written into has to have it.
    this.#root.addEventListener('mousedown', event => {
      const writes = event.target instanceof Element && event.target.closest('textarea, input, label');
      if (!writes) event.preventDefault();
    });
    this.#handle.addEventListener('pointerenter', event => {
      if (event.pointerType === 'mouse' && event.buttons === 0) this.#later(hoverMs, () => this.open());
    });
    this.#root.addEventListener('pointerleave', () => this.#later(leaveMs, () => this.#closeIfIdle()));
    this.#bar.addEventListener('pointerenter', () => this.#later(0, () => undefined));
    this.#root.addEventListener('keydown', event => this.#handleKey(event));
    document.getElementById('desktop')?.addEventListener('pointerdown', () => this.close());
    document.addEventListener('fullscreenchange', () => this.#showFullScreen());
    document.addEventListener('pointerlockchange', () => {
      if (!document.pointerLockElement) this.#toast.hide(this.#captureWords);
    });
    const chord = new OpeningChord();
    const watched = { capture: true };
    window.addEventListener('keydown', event => this.#handleEscape(event), watched);
    window.addEventListener('keydown', event => chord.handleDown(event.key), watched);
    window.addEventListener('keyup', event => chord.handleUp(event.key) && this.#openByKeyboard(), watched);
  }

  /** With the keyboard at the desktop, Escape still closes the tools first, and is not the desktop's then. */
  #handleEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.close();
    this.#options.viewer()?.focus();
  }

  #openByKeyboard(): void {
    if (this.#root.hidden) return;
    this.#options.viewer()?.releasePointer();
    this.open();
    this.#buttons()[0]?.focus();
  }

  #handleKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const buttons = this.#buttons();
    const at = buttons.findIndex(button => button.matches(':focus'));
    if (step !== 0 && at >= 0) buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.#bar.querySelectorAll('button')].filter(button => button.offsetParent !== null);
  }

  #later(milliseconds: number, action: () => void): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(action, milliseconds);
  }

  #closeIfIdle(): void {
    if (this.#openPanel === null && !this.#root.contains(document.activeElement)) this.close();
  }

  #showPanel(name: PanelName | null): void {
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#openPanel = name;
    for (const [one, button] of this.#panelButtons) button.ariaExpanded = String(one === name);
    this.#panel.hidden = name === null;
    if (name === null) {
      this.#panel.replaceChildren();
      if (hadFocus) this.#options.viewer()?.focus();
      return;
    }
    if (name === 'clipboard') this.#panelButtons.get(name)?.classList.remove('news');
    this.#screen.show(this.#preferences.screen, this.#viewOnly);
    this.#panel.replaceChildren(this.#panels[name]);
  }

  /** An older host has no choice to offer. */
  #showQuality(): void {
    const button = this.#panelButtons.get('quality');
    if (button) button.hidden = this.#viewOnly || (this.#options.viewer()?.quality ?? null) === null;
  }

  #chooseScreen(screen: ScreenChoice): void {
    this.#prefer({ screen });
    this.#options.viewer()?.setScreen(screen);
  }

  #toggleStatistics(): void {
    const statistics = !this.#preferences.statistics;
    this.#prefer({ statistics });
    this.#statisticsButton.ariaPressed = String(statistics);
    this.#statistics.show(statistics);
  }

  #prefer(change: Partial<Preferences>): void {
    this.#preferences = { ...this.#preferences, ...change };
    savePreferences(this.#preferences);
  }

  async #toggleFullScreen(): Promise<void> {
    this.close();
    await toggleFullScreen().catch(() => this.notify('The browser does not allow full screen here.'));
    this.#options.viewer()?.focus();
  }

  #showFullScreen(): void {
    const filled = fillsScreen();
    const label = filled ? 'Leave full screen' : 'Full screen';
    this.#fullScreen.replaceChildren(icon(filled ? 'window' : 'fullScreen'), element('span', {}, label));
  }

  async #capture(): Promise<void> {
    this.close();
    try {
      await this.#options.viewer()?.capturePointer();
      this.#options.viewer()?.focus();
      // In full screen Escape is the desktop's.
      const keys = fillsScreen() ? 'Ctrl + Alt + Shift' : 'Esc';
      this.#captureWords = `The mouse is captured. ${keys} lets it go.`;
      this.notify(this.#captureWords);
    } catch {
      this.notify('The browser did not let the mouse be captured. Try again in a moment.');
    }
  }
}
