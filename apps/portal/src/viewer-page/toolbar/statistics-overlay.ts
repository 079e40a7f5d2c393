import type { ViewerStats } from '@berth/viewer';
import { element } from '../element.ts';
import { figures } from './figures.ts';

const everyMs = 1000;

/** Figures about the picture in a corner, for people who want to know. It takes no pointer. */
export class StatisticsOverlay {
  readonly element = element('dl', { id: 'statistics', hidden: true });
  readonly #stats: () => ViewerStats | null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #before: { stats: ViewerStats; at: number } | null = null;

  constructor(stats: () => ViewerStats | null) {
    this.#stats = stats;
  }

  get shown(): boolean {
    return this.#timer !== null;
  }

  show(shown: boolean): void {
    if (shown === this.shown) return;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = shown ? setInterval(() => this.#update(), everyMs) : null;
    this.#before = null;
    this.element.hidden = true;
    if (shown) this.#update();
  }

  #update(): void {
    const stats = this.#stats();
    const at = performance.now();
    this.element.hidden = stats === null;
    if (!stats) return;
    const before = this.#before ?? { stats, at };
    this.#before = { stats, at };
    this.element.replaceChildren(
      ...figures(stats, before.stats, at - before.at).flatMap(group =>
        group.flatMap(({ name, value }, n) => {
          const className = n === 0 ? 'first' : '';
          return [element('dt', { className }, name), element('dd', { className }, value)];
        }),
      ),
    );
  }
}
