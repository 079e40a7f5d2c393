import type { XTest } from 'x11';
import { reply, type XConnection } from '../x11/connection.ts';
import { isTypeable, Keymap, type KeyState, keysyms } from './keymap.ts';

/** XTEST event types, which are those of the core protocol. */
const [keyPress, keyRelease, buttonPress, buttonRelease, motion] = [2, 3, 4, 5, 6] as const;
/** The detail of a motion that is by so much, not to a place. */
const relative = 1;
const lockMask = 0x02;
const numLockMask = 0x10;
/** What a MappingNotify is about. */
const keyboardMapping = 1;

/** Presses keys and moves the pointer of the X server. */
export class Injector {
  readonly #x: XConnection;
  readonly #xtest: XTest;
  readonly #keymap: Keymap;
  readonly #pressed = new Set<number>();
  #rereading = false;
  #changedAgain = false;
  #capsLock: boolean;
  #numLock: boolean;

  private constructor(x: XConnection, xtest: XTest, keymap: Keymap, mask: number) {
    this.#x = x;
    this.#xtest = xtest;
    this.#keymap = keymap;
    this.#capsLock = (mask & lockMask) !== 0;
    this.#numLock = (mask & numLockMask) !== 0;
  }

  static async open(x: XConnection): Promise<Injector> {
    const { min, max } = x.keycodes;
    const [xtest, rows, pointer] = await Promise.all([
      reply<XTest>(cb => x.client.require('xtest', cb)),
      reply<number[][]>(cb => x.client.GetKeyboardMapping(min, max - min + 1, cb)),
      reply<{ keyMask: number }>(cb => x.client.QueryPointer(x.root, cb)),
    ]);
    const injector = new Injector(x, xtest, new Keymap(rows, min), pointer.keyMask);
    x.client.on('event', event => {
      if (event.name === 'MappingNotify' && event.request === keyboardMapping) injector.#handleMapping();
    });
    return injector;
  }

  /** Somebody has changed what the keys mean: `setxkbmap`, a desktop's settings, or this injector itself. */
  #handleMapping(): void {
    this.#changedAgain = this.#rereading;
    if (this.#rereading) return;
    this.#rereading = true;
    const { min, max } = this.#x.keycodes;
    this.#x.client.GetKeyboardMapping(min, max - min + 1, (error, rows) => {
      this.#rereading = false;
      if (this.#changedAgain) this.#handleMapping();
      else if (!error) this.#keymap.replace(rows);
      return true;
    });
  }

  /** Presses what gives `keysym`; returns the keycode that is now down, for its release. Null when nothing can. */
  press(code: number, keysym: number): number | null {
    if (keysym !== 0 && !isTypeable(keysym)) return null;
    const state = this.#state();
    let choice = this.#keymap.choose(code, keysym, state);
    if (!choice) {
      const bound = keysym === 0 ? null : this.#keymap.bind(keysym);
      if (!bound) return null;
      this.#x.client.ChangeKeyboardMapping(bound.keycode, bound.row.length, bound.row);
      choice = { keycode: bound.keycode, shift: null, levelThree: null };
    }
    const undo = [
      this.#force('shift', choice.shift, state.shift),
      this.#force('levelThree', choice.levelThree, state.levelThree),
    ];
    this.#fakeKey(choice.keycode, true);
    for (const back of undo.reverse()) back();
    this.#noteLocks(choice.keycode);
    return choice.keycode;
  }

  release(keycode: number): void {
    this.#fakeKey(keycode, false);
  }

  moveTo(x: number, y: number): void {
    // X coordinates are signed; no screen reaches further.
    this.#xtest.FakeInput(motion, 0, 0, this.#x.root, Math.min(x, 0x7fff), Math.min(y, 0x7fff));
  }

  moveBy(x: number, y: number): void {
    this.#xtest.FakeInput(motion, relative, 0, this.#x.root, x, y);
  }

  /** Where the pointer is, after all that was injected before. */
  async findPointer(): Promise<{ x: number; y: number }> {
    const { rootX, rootY } = await reply<{ rootX: number; rootY: number }>(cb =>
      this.#x.client.QueryPointer(this.#x.root, cb),
    );
    return { x: Math.max(0, rootX), y: Math.max(0, rootY) };
  }

  button(number: number, down: boolean): void {
    this.#xtest.FakeInput(down ? buttonPress : buttonRelease, number, 0, 0, 0, 0);
  }

  #state(): KeyState {
    const held = (...keycodes: number[]) => keycodes.some(keycode => this.#pressed.has(keycode));
    const levelThree = this.#keymap.modifierKeycode('levelThree');
    return {
      shift: held(50, 62),
      // AltGr is keycode 108 on layouts that have it there.
      levelThree:
        (levelThree !== null && held(levelThree)) ||
        (held(108) && this.#keymap.symbolOf(108) === keysyms.levelThree),
      capsLock: this.#capsLock,
      numLock: this.#numLock,
    };
  }

  /** Brings a modifier to `wanted` for one key press; the returned function puts it back. */
  #force(which: 'shift' | 'levelThree', wanted: boolean | null, now: boolean): () => void {
    if (wanted === null || wanted === now) return () => undefined;
    const keycode = this.#keymap.modifierKeycode(which);
    if (keycode === null) return () => undefined;
    const held = wanted ? [keycode] : [...this.#pressed].filter(k => this.#isModifier(k, which, keycode));
    for (const k of held) this.#fakeRaw(k, wanted);
    return () => {
      for (const k of held) this.#fakeRaw(k, !wanted);
    };
  }

  #isModifier(keycode: number, which: 'shift' | 'levelThree', usual: number): boolean {
    return which === 'shift' ? keycode === 50 || keycode === 62 : keycode === usual || keycode === 108;
  }

  #noteLocks(keycode: number): void {
    const symbol = this.#keymap.symbolOf(keycode);
    if (symbol === keysyms.capsLock) this.#capsLock = !this.#capsLock;
    if (symbol === keysyms.numLock) this.#numLock = !this.#numLock;
  }

  #fakeKey(keycode: number, down: boolean): void {
    if (down) this.#pressed.add(keycode);
    else this.#pressed.delete(keycode);
    this.#fakeRaw(keycode, down);
  }

  #fakeRaw(keycode: number, down: boolean): void {
    this.#xtest.FakeInput(down ? keyPress : keyRelease, keycode, 0, 0, 0, 0);
  }
}
