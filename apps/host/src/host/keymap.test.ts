import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTypeable, Keymap } from './keymap.ts';

const first = 8;
const none = { shift: false, levelThree: false, capsLock: false, numLock: false };
/** A US keyboard in small: q on 24, a on 38, two on 11, keypad 1 on 87, Escape on 9, Shift on 50, AltGr on 92. */
function usKeymap(): Keymap {
  const rows = Array.from({ length: 248 }, () => [0, 0, 0, 0, 0, 0, 0]);
  const set = (keycode: number, ...symbols: number[]) => {
    rows[keycode - first] = [...symbols, 0, 0, 0, 0, 0, 0, 0].slice(0, 7);
  };
  set(24, 0x71, 0x51);
  set(38, 0x61, 0x41);
  set(11, 0x32, 0x40);
  set(87, 0xff9c, 0xffb1);
  set(9, 0xff1b);
  set(50, 0xffe1);
  set(92, 0xfe03);
  set(94, 0x3c, 0x3e, 0x3c, 0x3e, 0x7c, 0xa6, 0x7c);
  return new Keymap(rows, first);
}

describe('choosing the key that types a keysym', () => {
  const physical = (keycode: number) => ({ keycode, shift: null, levelThree: null });

  it('takes the physical key where it means the same', () => {
    assert.deepEqual(usKeymap().choose(30, 0x61, none), physical(38));
    assert.deepEqual(usKeymap().choose(30, 0x41, { ...none, shift: true }), physical(38));
    assert.deepEqual(usKeymap().choose(30, 0x41, { ...none, capsLock: true }), physical(38));
    assert.deepEqual(usKeymap().choose(1, 0xff1b, { ...none, shift: true }), physical(9));
    assert.deepEqual(usKeymap().choose(30, 0, none), physical(38));
  });

  it("finds another key where the page's layout differs", () => {
    // A French page: the key beside Tab is a.
    assert.deepEqual(usKeymap().choose(16, 0x61, none), { keycode: 38, shift: false, levelThree: false });
    // A German page: AltGr and q give @, which is Shift and 2 here.
    assert.deepEqual(usKeymap().choose(16, 0x40, { ...none, levelThree: true }), {
      keycode: 11,
      shift: true,
      levelThree: false,
    });
    assert.deepEqual(usKeymap().choose(0, 0x7c, none), { keycode: 94, shift: false, levelThree: true });
  });

  it('turns the shift of letters round under Caps Lock, and of the keypad under Num Lock', () => {
    assert.equal(usKeymap().choose(0, 0x61, { ...none, capsLock: true })?.shift, true);
    assert.deepEqual(usKeymap().choose(79, 0xffb1, { ...none, numLock: true }), physical(87));
    assert.equal(usKeymap().choose(79, 0xffb1, none)?.shift, true);
  });

  it('binds a spare key to what no key has, the one bound longest ago when all are in use', () => {
    const keymap = usKeymap();
    assert.equal(keymap.choose(0, 0x0100_03bb, none), null);
    const bound = keymap.bind(0x0100_03bb);
    assert.equal(keymap.choose(0, 0x0100_03bb, none)?.keycode, bound?.keycode);
    for (let i = 0; i < 248; i++) keymap.bind(0x0100_1000 + i);
    assert.equal(keymap.choose(0, 0x0100_03bb, none), null);
    assert.equal(keymap.choose(30, 0x61, none)?.keycode, 38);
  });
});

describe('what a viewer may type', () => {
  it('is letters of every script, dead keys, named keys, and media and browser keys', () => {
    for (const keysym of [0x61, 0x0100_20ac, 0xfe51, 0xfe8b, 0xff0d, 0xfe03, 0x1008_ff13, 0x1008_ff26])
      assert.equal(isTypeable(keysym), true);
  });

  it('is nothing that ends the X server, moves its pointer, slows its keys, breaks its grabs or switches its consoles', () => {
    for (const keysym of [
      0xfed5, 0xfee9, 0xfe73, 0x1008_fe01, 0x1008_fe0c, 0x1008_fe21, 0x1008_ff00, 0x1009_0000,
    ])
      assert.equal(isTypeable(keysym), false);
  });
});
