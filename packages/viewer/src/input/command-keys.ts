import { evdevCode } from './evdev-codes.ts';
import type { HeldKeys, KeyChange } from './held-keys.ts';
import { keysymOf } from './keysym.ts';

type Role = 'Control' | 'Meta';
const rightLocation = 2;

/**
 * The Command keys of a Mac. With a key that types a character they are Control, as C, V and Z are with Command there; with
 * every other key, with the mouse and by themselves they are Super. Which of both, only the next key tells; until then
 * the host hears nothing: a Super that goes up without another key opens menus.
 */
export class CommandKeys {
  readonly #held: HeldKeys;
  /** `KeyboardEvent.location` of those that are down, whether the host knows or not. */
  readonly #down = new Map<string, number>();
  /** As what the host knows them. */
  #role: Role | null = null;
  #isTap = false;

  constructor(held: HeldKeys) {
    this.#held = held;
  }

  get areDown(): boolean {
    return this.#down.size > 0;
  }

  press(id: string, location: number): void {
    this.#isTap = this.#held.size === 0;
    this.#down.set(id, location);
  }

  /** Another modifier comes, which does not tell yet: what is pressed now, the Mac may keep for itself, as its screenshots. */
  handleModifier(): void {
    this.#isTap = false;
  }

  /** The person's own Control comes, which is the same key for the host. */
  handleControl(): readonly KeyChange[] {
    this.#isTap = false;
    return this.#role === 'Control' ? this.#letGo() : [];
  }

  /** A key comes that types a character. */
  handleTyping(): readonly KeyChange[] {
    return this.#become('Control');
  }

  /** Something else comes. */
  handleUse(): readonly KeyChange[] {
    return this.#become('Meta');
  }

  release(id: string): readonly KeyChange[] {
    const pressed = this.#isTap && this.#down.has(id) ? this.handleUse() : [];
    const released = this.#held.release(id);
    this.#down.delete(id);
    if (!this.areDown) this.#role = null;
    return released ? [...pressed, released] : pressed;
  }

  releaseAll(): readonly KeyChange[] {
    return [...this.#down.keys()].flatMap(id => this.release(id));
  }

  forget(): void {
    this.#down.clear();
    this.#role = null;
  }

  #become(role: Role): readonly KeyChange[] {
    if (!this.areDown) return [];
    this.#isTap = false;
    const other = this.#role === role ? [] : this.#letGo();
    this.#role = role;
    const pressed = [...this.#down].flatMap(([id, location]) => {
      const code = evdevCode(`${role}${location === rightLocation ? 'Right' : 'Left'}`);
      return this.#held.press(id, code, keysymOf({ key: role, location })) ?? [];
    });
    return [...other, ...pressed];
  }

  #letGo(): readonly KeyChange[] {
    this.#role = null;
    return [...this.#down.keys()].flatMap(id => this.#held.release(id) ?? []);
  }
}
