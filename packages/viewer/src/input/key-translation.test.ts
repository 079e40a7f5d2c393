import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type KeyPress, KeyTranslation } from './key-translation.ts';
import { modifiers, press } from './test-key-press.ts';

const down = (code: number, keysym: number) => ({ down: true, code, keysym });
const up = (code: number, keysym: number) => ({ down: false, code, keysym });

// What browsers report for keys of national keyboards: the place is the same, the meaning differs.
const layouts: readonly [string, KeyPress, number, number][] = [
  ['US a', press('KeyA', 'a'), 30, 0x61],
  ['US @ with Shift', press('Digit2', '@'), 3, 0x40],
  ['US Enter', press('Enter', 'Enter'), 28, 0xff0d],
  ['US right Control', press('ControlRight', 'Control', { location: 2 }), 97, 0xffe4],
  ['UK £', press('Digit3', '£'), 4, 0xa3],
  ['UK # beside Enter', press('Backslash', '#'), 43, 0x23],
  ['UK \\ beside left Shift', press('IntlBackslash', '\\'), 86, 0x5c],
  ['UK " with Shift', press('Digit2', '"'), 3, 0x22],
  ['DE z where US has y', press('KeyY', 'z'), 21, 0x7a],
  ['DE ü', press('BracketLeft', 'ü'), 26, 0xfc],
  ['DE ß', press('Minus', 'ß'), 12, 0xdf],
  ['DE € with AltGr', press('KeyE', '€'), 18, 0x0100_20ac],
  ['FR a where US has q', press('KeyQ', 'a'), 16, 0x61],
  ['FR é', press('Digit2', 'é'), 3, 0xe9],
  ['FR œ', press('KeyO', 'œ'), 24, 0x0100_0153],
  ['FR ²', press('Backquote', '²'), 41, 0xb2],
  ['keypad 5', press('Numpad5', '5', { location: 3 }), 76, 0xffb5],
  ['keypad 7 without Num Lock', press('Numpad7', 'Home', { location: 3 }), 71, 0xff95],
  ['keypad comma of DE', press('NumpadDecimal', ',', { location: 3 }), 83, 0xffac],
  ['keypad Enter', press('NumpadEnter', 'Enter', { location: 3 }), 96, 0xff8d],
  ['F12', press('F12', 'F12'), 88, 0xffc9],
  ['left Windows key', press('MetaLeft', 'Meta', { location: 1 }), 125, 0xffeb],
  ['a character beyond 16 bits', press('', '😀'), 0, 0x0101_f600],
];

describe('keys of real keyboards', () => {
  for (const [name, event, code, keysym] of layouts)
    test(name, () => {
      const keys = new KeyTranslation('other');
      assert.deepEqual(keys.down(event), { changes: [down(code, keysym)], taken: true });
      assert.deepEqual(keys.up(event), { changes: [up(code, keysym)], taken: true });
    });
});

describe('held keys', () => {
  test('a repeat is not sent again: X repeats by itself', () => {
    const keys = new KeyTranslation('other');
    keys.down(press('KeyA', 'a'));
    assert.deepEqual(keys.down(press('KeyA', 'a')), { changes: [], taken: true });
    assert.deepEqual(keys.heldCodes, [30]);
  });

  test('a key is let go as what it was pressed as, although Shift is up by then', () => {
    const keys = new KeyTranslation('other');
    keys.down(press('ShiftLeft', 'Shift', { location: 1 }));
    keys.down(press('Digit1', '!'));
    keys.up(press('ShiftLeft', 'Shift', { location: 1 }));
    assert.deepEqual(keys.up(press('Digit1', '1')).changes, [up(2, 0x21)]);
  });

  test('a key-up without a key-down is the browser’s', () => {
    assert.deepEqual(new KeyTranslation('other').up(press('KeyA', 'a')), { changes: [], taken: false });
  });

  test('after focus was lost nothing is held', () => {
    const keys = new KeyTranslation('other');
    keys.down(press('KeyA', 'a'));
    keys.forgetAll();
    assert.deepEqual(keys.heldCodes, []);
  });
});

describe('oddities of platforms', () => {
  const control = press('ControlLeft', 'Control', { location: 1 });
  const altGr = press('AltRight', 'AltGraph', { location: 2 });

  test('Windows: the false Control before AltGr is left out', () => {
    const keys = new KeyTranslation('windows');
    assert.deepEqual(keys.down(control).changes, []);
    assert.deepEqual(keys.down(altGr).changes, [down(100, 0xfe03)]);
    assert.deepEqual(keys.down(press('KeyQ', '@')).changes, [down(16, 0x40)]);
    assert.deepEqual(keys.up(control), { changes: [], taken: false });
  });

  test('Windows: a real Control comes before the key that it changes', () => {
    const keys = new KeyTranslation('windows');
    keys.down(control);
    assert.deepEqual(keys.down(press('KeyC', 'c')).changes, [down(29, 0xffe3), down(46, 0x63)]);
  });

  test('Windows: a Control that is only tapped is sent too', () => {
    const keys = new KeyTranslation('windows');
    keys.down(control);
    assert.deepEqual(keys.up(control).changes, [down(29, 0xffe3), up(29, 0xffe3)]);
  });
});

describe('Option of a Mac', () => {
  const option = press('AltLeft', 'Alt', { location: 1 });
  const shift = press('ShiftLeft', 'Shift', { location: 1 });
  const control = press('ControlLeft', 'Control', { location: 1 });
  const command = press('MetaLeft', 'Meta', { location: 1 });
  const alt = { down: down(56, 0xffe9), up: up(56, 0xffe9) };
  const mac = () => new KeyTranslation('mac');
  const all = (keys: KeyTranslation, ...events: readonly ['down' | 'up', KeyPress][]) =>
    events.flatMap(([what, event]) => keys[what](event).changes);

  const typed: readonly [string, KeyPress, number, number][] = [
    ['UK # on 3', press('Digit3', '#'), 4, 0x23],
    ['German @ on L', press('KeyL', '@'), 38, 0x40],
    ['German { on 8', press('Digit8', '{'), 9, 0x7b],
    ['US π on P', press('KeyP', 'π'), 25, 0x0100_03c0],
    ['a space that does not break', press('Space', '\u00a0'), 57, 0xa0],
  ];
  for (const [name, event, code, keysym] of typed)
    test(`types ${name}, and no Alt is told of`, () => {
      const changes = all(mac(), ['down', option], ['down', event], ['up', event], ['up', option]);
      assert.deepEqual(changes, [down(code, keysym), up(code, keysym)]);
    });

  test('types with Shift', () => {
    const keys = mac();
    const backslash = press('Digit7', '\\');
    assert.deepEqual(all(keys, ['down', option], ['down', shift], ['down', backslash]), [
      down(42, 0xffe1),
      down(8, 0x5c),
    ]);
    assert.deepEqual(all(keys, ['up', backslash], ['up', option], ['up', shift]), [
      up(8, 0x5c),
      up(42, 0xffe1),
    ]);
  });

  test('is Alt with keys that type nothing', () => {
    for (const [event, code, keysym] of [
      [press('Tab', 'Tab'), 15, 0xff09],
      [press('F4', 'F4'), 62, 0xffc1],
      [press('ArrowLeft', 'ArrowLeft'), 105, 0xff51],
      [press('Numpad4', '4', { location: 3 }), 75, 0xffb4],
    ] as const)
      assert.deepEqual(all(mac(), ['down', option], ['down', event], ['up', event], ['up', option]), [
        alt.down,
        down(code, keysym),
        up(code, keysym),
        alt.up,
      ]);
  });

  test('is Alt when it is only tapped, when the mouse is used, and again after it has typed', () => {
    assert.deepEqual(all(mac(), ['down', option], ['up', option]), [alt.down, alt.up]);
    const keys = mac();
    const at = press('KeyL', '@');
    keys.down(option);
    assert.deepEqual(keys.pointerUsed(), [alt.down]);
    assert.deepEqual(keys.pointerUsed(), []);
    assert.deepEqual(all(keys, ['down', at], ['up', at]), [alt.up, down(38, 0x40), up(38, 0x40)]);
    assert.deepEqual(keys.heldCodes, []);
    assert.deepEqual(keys.down(press('Tab', 'Tab')).changes, [alt.down, down(15, 0xff09)]);
    assert.deepEqual(keys.up(option).changes, [alt.up]);
  });

  test('with a dead key it is the browser’s, and no Alt', () => {
    const keys = mac();
    const dead = press('KeyE', 'Dead');
    keys.down(option);
    assert.deepEqual(keys.down(dead), { changes: [], taken: false });
    assert.deepEqual(keys.up(option), { changes: [], taken: true });
  });

  test('is Alt at once beside Control or Command, and then the key is meant, not what it would type', () => {
    for (const [first, told] of [
      [control, [down(29, 0xffe3)]],
      [command, []],
    ] as const) {
      assert.deepEqual(all(mac(), ['down', first], ['down', option]), [...told, alt.down]);
      assert.deepEqual(all(mac(), ['down', option], ['down', first]), [alt.down, ...told]);
      const keys = mac();
      all(keys, ['down', first], ['down', option]);
      assert.deepEqual(
        keys.down(press('KeyT', '†')).changes.filter(change => change.down && change.code === 20),
        [down(20, 0)],
      );
      assert.deepEqual(
        keys.down(press('KeyY', 'z')).changes.filter(change => change.down),
        [down(21, 0x7a)],
      );
    }
  });

  test('that went up unseen is forgotten', () => {
    const keys = mac();
    keys.down(option);
    assert.deepEqual(keys.releaseLost(modifiers()), []);
    assert.deepEqual(keys.down(press('Tab', 'Tab')).changes, [down(15, 0xff09)]);
    keys.down(option);
    keys.forgetAll();
    assert.deepEqual(keys.pointerUsed(), []);
  });

  test('is Alt at once on other systems', () => {
    assert.deepEqual(new KeyTranslation('other').down(option).changes, [alt.down]);
  });
});

describe('composing', () => {
  test('a dead key and what an input method handles are left to the browser', () => {
    const keys = new KeyTranslation('other');
    for (const event of [
      press('BracketRight', 'Dead'),
      press('KeyA', 'Process'),
      press('KeyA', 'a', { isComposing: true }),
      press('KeyA', 'a', { keyCode: 229 }),
    ])
      assert.deepEqual(keys.down(event), { changes: [], taken: false });
  });
});

test('a modifier whose key-up went to the system is let go at the next event, and no other', () => {
  const keys = new KeyTranslation('other');
  keys.down(press('AltLeft', 'Alt', { location: 1 }));
  keys.down(press('ShiftLeft', 'Shift', { location: 1 }));
  assert.deepEqual(keys.releaseLost(modifiers('Alt', 'Shift')), []);
  assert.deepEqual(keys.releaseLost(modifiers('Shift')), [up(56, 0xffe9)]);
  assert.deepEqual(keys.releaseLost(modifiers('Shift')), []);
});

test('AltGr is no Alt that was lost', () => {
  const keys = new KeyTranslation('other');
  keys.down(press('AltRight', 'AltGraph', { location: 2 }));
  assert.deepEqual(keys.releaseLost(modifiers('AltGraph')), []);
  assert.deepEqual(keys.heldCodes, [100]);
});
