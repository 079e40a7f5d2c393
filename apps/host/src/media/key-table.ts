/** What is like more others than these says nothing: empty rows, flat colour. */
const mostAlike = 12;

/** Finds places by the key of what is there, where few others have the same. */
export class KeyTable {
  readonly #mask: number;
  readonly #keys: Int32Array;
  readonly #counts: Uint16Array;
  /** The last place with a key, and one, by the key's slot; 0: none. */
  readonly #last: Int32Array;
  /** The place before it with the same key, and one. */
  readonly #previous: Int32Array;

  /** A place is an index of `keys`. */
  constructor(keys: Int32Array, isLeftOut: (place: number) => boolean) {
    const size = 2 ** Math.ceil(Math.log2(keys.length * 2 + 1));
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#counts = new Uint16Array(size);
    this.#last = new Int32Array(size);
    this.#previous = new Int32Array(keys.length);
    for (let place = 0; place < keys.length; place++) {
      if (isLeftOut(place)) continue;
      const key = keys[place] ?? 0;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
      this.#previous[place] = this.#last[slot] ?? 0;
      this.#last[slot] = place + 1;
    }
  }

  /** The last place that has this key, if few have it; -1: none. */
  find(key: number): number {
    const slot = this.#slotOf(key);
    return (this.#counts[slot] ?? 0) > mostAlike ? -1 : (this.#last[slot] ?? 0) - 1;
  }

  /** The place before it that has the same key; -1: none. */
  before(place: number): number {
    return (this.#previous[place] ?? 0) - 1;
  }

  #slotOf(key: number): number {
    let slot = (key ^ (key >>> 16)) & this.#mask;
    while (this.#last[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
