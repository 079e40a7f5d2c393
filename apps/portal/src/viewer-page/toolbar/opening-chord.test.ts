import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpeningChord } from './opening-chord.ts';

function opens(...events: readonly string[]): boolean {
  const chord = new OpeningChord();
  return events
    .map(event => {
      if (event.startsWith('-')) return chord.handleUp(event.slice(1));
      chord.handleDown(event);
      return false;
    })
    .some(Boolean);
}

test('the three modifiers, pressed and let go, open the tools', () => {
  assert.equal(opens('Control', 'Alt', 'Shift', '-Shift', '-Alt', '-Control'), true);
  assert.equal(opens('Shift', 'Control', 'Alt', '-Control'), true);
});

test('two of them, or a shortcut with all three, do not', () => {
  assert.equal(opens('Control', 'Alt', '-Alt', '-Control'), false);
  assert.equal(opens('Control', 'Alt', 'Shift', 'T', '-T', '-Shift', '-Alt', '-Control'), false);
});
