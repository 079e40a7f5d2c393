import type { ScreenChoice } from '@berth/viewer';
import { element } from '../element.ts';

const choices: readonly { readonly choice: ScreenChoice; readonly label: string; readonly hint: string }[] = [
  { choice: 'fit', label: 'Fit', hint: 'The picture is scaled to the window.' },
  { choice: 'follow', label: 'Follow the window', hint: 'The desktop takes the size of this window.' },
  {
    choice: 'exact',
    label: 'Actual size',
    hint: 'Pixel for pixel; what does not fit moves with the pointer.',
  },
];

/** How the remote screen and the window come together. */
export class ScreenPanel {
  readonly element: HTMLElement;
  readonly #inputs = new Map<ScreenChoice, HTMLInputElement>();

  constructor(handleChoice: (choice: ScreenChoice) => void) {
    const rows = choices.map(({ choice, label, hint }) => {
      const input = element('input', { type: 'radio', name: 'screen', value: choice });
      input.onchange = () => handleChoice(choice);
      this.#inputs.set(choice, input);
      const words = element('span', {}, element('strong', {}, label), element('small', {}, hint));
      return element('label', { className: 'choice' }, input, words);
    });
    this.element = element('div', {}, element('h2', {}, 'Screen'), ...rows);
  }

  /** A viewer that only looks does not change the screen for the others. */
  show(choice: ScreenChoice, viewOnly: boolean): void {
    for (const [one, input] of this.#inputs) {
      input.checked = one === choice;
      input.disabled = viewOnly && one === 'follow';
    }
  }
}
