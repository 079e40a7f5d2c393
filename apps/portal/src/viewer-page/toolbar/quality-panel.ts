import type { Quality } from '@berth/viewer';
import { element } from '../element.ts';
import { qualityWords } from './quality-words.ts';

/** How the picture is made. It is one picture for all who watch, so that all see what was chosen. */
export class QualityPanel {
  readonly element: HTMLElement;
  readonly #inputs = new Map<Quality, HTMLInputElement>();

  constructor(handleChoice: (quality: Quality) => void) {
    const rows = qualityWords.map(({ quality, label, hint }) => {
      const input = element('input', { type: 'radio', name: 'quality', value: quality });
      input.onchange = () => handleChoice(quality);
      this.#inputs.set(quality, input);
      const words = element('span', {}, element('strong', {}, label), element('small', {}, hint));
      return element('label', { className: 'choice' }, input, words);
    });
    const note = element('p', {}, 'For everybody who watches. What stands still is exact in all three.');
    this.element = element('div', {}, element('h2', {}, 'Quality'), ...rows, note);
  }

  show(quality: Quality | null): void {
    for (const [one, input] of this.#inputs) input.checked = one === quality;
  }
}
