import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type KeyPress, KeyTranslation } from './key-translation.ts';
import { modifiers, press } from './test-key-press.ts';

type Event = readonly ['down' | 'up', KeyPress];
const told = (keys: KeyTranslation, ...events: readonly Event[]) =>
  events.flatMap(([what, event]) =>
    keys[what](event).changes.map(({ down, code }) => `${names[code] ?? code} ${down ? 'down' : 'up'}`),
  );
const names: Readonly<Record<number, string>> = {
  15: 'Tab',
  29: 'Control',
  30: 'a',
  42: 'Shift',
  44: 'z',
  46: 'c',
  47: 'v',
  56: 'Alt',
  97: 'right Control',
  105: 'Left',
  125: 'Super',
  126: 'right Super',
};
const mac = () => new KeyTranslation('mac');

const command = press('MetaLeft', 'Meta', { location: 1 });
const rightCommand = press('MetaRight', 'Meta', { location: 2 });
const control = press('ControlLeft', 'Control', { location: 1 });
const shift = press('ShiftLeft', 'Shift', { location: 1 });
const option = press('AltLeft', 'Alt', { location: 1 });
const [a, c, v, z] = [press('KeyA', 'a'), press('KeyC', 'c'), press('KeyV', 'v'), press('KeyZ', 'z')];
const left = press('ArrowLeft', 'ArrowLeft');
const tab = press('Tab', 'Tab');

describe('Command of a Mac', () => {
  test('is Control with a key that types a character, which is let go at once: its key-up never comes', () => {
    const keys = mac();
    assert.deepEqual(told(keys, ['down', command]), []);
    assert.deepEqual(told(keys, ['down', v]), ['Control down', 'v down', 'v up']);
    assert.deepEqual(keys.heldCodes, [29]);
    assert.deepEqual(told(keys, ['up', command]), ['Control up']);
    assert.equal(keys.isHolding, false);
  });

  test('is the right Control on the right, and Control with the keypad’s characters', () => {
    assert.deepEqual(told(mac(), ['down', rightCommand], ['down', c], ['up', rightCommand]), [
      'right Control down',
      'c down',
      'c up',
      'right Control up',
    ]);
    const plus = press('NumpadAdd', '+', { location: 3 });
    assert.deepEqual(mac().down(plus).changes, [{ down: true, code: 78, keysym: 0xffab }]);
    assert.deepEqual(told(mac(), ['down', command], ['down', plus]), ['Control down', '78 down', '78 up']);
  });

  test('several chords in a row, the same one too, and repeats', () => {
    const keys = mac();
    told(keys, ['down', command], ['down', c]);
    assert.deepEqual(told(keys, ['down', v], ['down', v]), ['v down', 'v up', 'v down', 'v up']);
    assert.deepEqual(told(keys, ['down', { ...v, repeat: true }]), ['v down', 'v up']);
    assert.deepEqual(told(keys, ['up', command]), ['Control up']);
  });

  test('with Shift it is Control and Shift, and the letter is the large one, which Macs do not say', () => {
    const keys = mac();
    told(keys, ['down', command], ['down', shift]);
    assert.deepEqual(keys.down(z).changes, [
      { down: true, code: 29, keysym: 0xffe3 },
      { down: true, code: 44, keysym: 0x5a },
      { down: false, code: 44, keysym: 0x5a },
    ]);
    assert.deepEqual(told(keys, ['up', shift], ['up', command]), ['Shift up', 'Control up']);
  });

  test('let go before the letter, the letter is not typed', () => {
    const keys = mac();
    told(keys, ['down', command], ['down', v]);
    assert.deepEqual(told(keys, ['up', command]), ['Control up']);
    assert.deepEqual(keys.down({ ...v, repeat: true }), { changes: [], taken: true });
    assert.deepEqual(told(keys, ['up', v]), []);
    assert.deepEqual(told(keys, ['down', v], ['up', v]), ['v down', 'v up']);
  });

  test('is Super with a key that types nothing, also between characters', () => {
    const keys = mac();
    assert.deepEqual(told(keys, ['down', command], ['down', left]), ['Super down', 'Left down', 'Left up']);
    assert.deepEqual(told(keys, ['down', c]), ['Super up', 'Control down', 'c down', 'c up']);
    assert.deepEqual(told(keys, ['down', tab]), ['Control up', 'Super down', 'Tab down', 'Tab up']);
    assert.deepEqual(told(keys, ['up', command]), ['Super up']);
    assert.equal(keys.isHolding, false);
  });

  test('is Super when it is only tapped, and when the mouse is used', () => {
    assert.deepEqual(told(mac(), ['down', command], ['up', command]), ['Super down', 'Super up']);
    const keys = mac();
    told(keys, ['down', rightCommand]);
    assert.deepEqual(keys.pointerUsed(), [{ down: true, code: 126, keysym: 0xffec }]);
    assert.deepEqual(told(keys, ['up', rightCommand]), ['right Super up']);
  });

  test('no Super is told where the Mac kept the key: a picture of the screen, another program', () => {
    assert.deepEqual(told(mac(), ['down', command], ['down', shift], ['up', shift], ['up', command]), [
      'Shift down',
      'Shift up',
    ]);
    assert.deepEqual(told(mac(), ['down', shift], ['down', command], ['up', command]), ['Shift down']);
    assert.deepEqual(told(mac(), ['down', command], ['down', option], ['up', option], ['up', command]), [
      'Alt down',
      'Alt up',
    ]);
    const keys = mac();
    told(keys, ['down', command]);
    keys.forgetAll();
    assert.deepEqual(told(keys, ['up', command], ['down', a]), ['a down']);
  });

  test('with Option, Control and Alt', () => {
    const keys = mac();
    assert.deepEqual(told(keys, ['down', command], ['down', option], ['down', press('KeyA', 'å')]), [
      'Alt down',
      'Control down',
      'a down',
      'a up',
    ]);
    assert.deepEqual(told(keys, ['up', option], ['up', command]), ['Alt up', 'Control up']);
  });

  test('beside the person’s own Control it is Super, and Control stays Control', () => {
    assert.deepEqual(told(mac(), ['down', control], ['down', shift], ['down', c], ['up', c]), [
      'Control down',
      'Shift down',
      'c down',
      'c up',
    ]);
    const keys = mac();
    told(keys, ['down', command], ['down', c]);
    assert.deepEqual(told(keys, ['down', control], ['down', c]), [
      'Control up',
      'Control down',
      'Super down',
      'c down',
      'c up',
    ]);
    assert.deepEqual(told(keys, ['up', control], ['down', c]), [
      'Control up',
      'Super up',
      'Control down',
      'c down',
      'c up',
    ]);
    assert.deepEqual(told(keys, ['up', command]), ['Control up']);
  });

  test('a key that was down before it is no chord, and is let go with it', () => {
    const keys = mac();
    assert.deepEqual(told(keys, ['down', a], ['down', command], ['down', { ...a, repeat: true }]), [
      'a down',
    ]);
    assert.deepEqual(told(keys, ['down', v]), ['Control down', 'v down', 'v up']);
    assert.deepEqual(told(keys, ['up', command]), ['a up', 'Control up']);
    told(keys, ['down', a], ['down', command]);
    assert.deepEqual(told(keys, ['down', a]), ['Control down', 'a up', 'a down', 'a up']);
  });

  test('both of them', () => {
    const keys = mac();
    told(keys, ['down', command], ['down', rightCommand]);
    assert.deepEqual(told(keys, ['down', c]), ['Control down', 'right Control down', 'c down', 'c up']);
    assert.deepEqual(told(keys, ['up', { ...command, metaKey: true }]), ['Control up']);
    assert.deepEqual(told(keys, ['down', c], ['up', rightCommand]), ['c down', 'c up', 'right Control up']);
  });

  test('that went down before the page had the keyboard', () => {
    const keys = mac();
    assert.deepEqual(told(keys, ['down', { ...c, metaKey: true }]), ['Control down', 'c down', 'c up']);
    assert.deepEqual(told(keys, ['up', rightCommand]), ['Control up']);
  });

  test('that went up unseen is let go and forgotten', () => {
    const keys = mac();
    told(keys, ['down', command], ['down', c]);
    assert.deepEqual(keys.releaseLost(modifiers('Meta')), []);
    assert.deepEqual(keys.releaseLost(modifiers()), [{ down: false, code: 29, keysym: 0xffe3 }]);
    assert.deepEqual(told(keys, ['down', c], ['up', c]), ['c down', 'c up']);
    told(keys, ['down', command], ['down', c]);
    keys.forgetAll();
    assert.deepEqual(told(keys, ['down', c]), ['c down']);
  });

  test('the key with that code is Super on other systems, at once', () => {
    const keys = new KeyTranslation('other');
    assert.deepEqual(told(keys, ['down', command], ['down', { ...c, metaKey: true }]), [
      'Super down',
      'c down',
    ]);
    assert.deepEqual(told(keys, ['up', c], ['up', command]), ['c up', 'Super up']);
  });
});
