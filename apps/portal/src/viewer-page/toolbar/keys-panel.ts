import type { ChordKey } from '@berth/viewer';
import { element } from '../element.ts';

const control: ChordKey = { code: 'ControlLeft', key: 'Control', location: 1 };
const alt: ChordKey = { code: 'AltLeft', key: 'Alt', location: 1 };
const meta: ChordKey = { code: 'MetaLeft', key: 'Meta', location: 1 };
const named = (name: string): ChordKey => ({ code: name, key: name });

/** What the browser or the person's own system keeps for itself, or a phone's keyboard does not have. */
const chords: readonly { readonly label: string; readonly keys: readonly ChordKey[] }[] = [
  { label: 'Ctrl+Alt+Del', keys: [control, alt, named('Delete')] },
  { label: 'Alt+Tab', keys: [alt, named('Tab')] },
  { label: 'Alt+F4', keys: [alt, named('F4')] },
  { label: 'Super', keys: [meta] },
  { label: 'Print', keys: [named('PrintScreen')] },
  { label: 'F11', keys: [named('F11')] },
  { label: 'Esc', keys: [named('Escape')] },
  { label: 'Tab', keys: [named('Tab')] },
  { label: 'Ctrl+C', keys: [control, { code: 'KeyC', key: 'c' }] },
];

export interface KeysPanelEvents {
  handleChord(keys: readonly ChordKey[]): void;
  handleCapture(): void;
}

export function keysPanel(events: KeysPanelEvents): HTMLElement {
  const buttons = chords.map(({ label, keys }) =>
    element('button', {
      type: 'button',
      className: 'key',
      textContent: label,
      onclick: () => events.handleChord(keys),
    }),
  );
  const capture = element('button', {
    type: 'button',
    className: 'wide',
    textContent: 'Capture the mouse',
    onclick: () => events.handleCapture(),
  });
  return element(
    'div',
    {},
    element('h2', {}, 'Keys'),
    element('div', { className: 'keys' }, ...buttons),
    element(
      'section',
      { className: 'mouse' },
      element('h2', {}, 'Mouse'),
      capture,
      element('p', {}, 'For programs that want its motion, such as 3D views and games.'),
    ),
  );
}
