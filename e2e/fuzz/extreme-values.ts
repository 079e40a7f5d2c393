import type { SeededRandom } from '@berth/testing';

/** Values of the wire's fields: the edges, the usual, and anything. */
export class ExtremeValues {
  readonly random: SeededRandom;
  /** Of this many broken things, one is let through: whoever ends the connection at the first sees little else. */
  readonly rarity: number;

  constructor(random: SeededRandom) {
    this.random = random;
    this.rarity = random.pick([1, 10, 100]);
  }

  /** Whether something broken is wanted here, which it is one in `count` times in the wildest rounds. */
  broken(count: number): boolean {
    return this.random.oneIn(count * this.rarity);
  }

  get flag(): boolean {
    return this.random.oneIn(2);
  }
  get u8(): number {
    return this.random.pick([0, 1, 2, 127, 128, 255, this.random.below(256)]);
  }
  get u16(): number {
    return this.random.pick([0, 1, 2, 255, 0x7fff, 0x8000, 0xffff, this.random.below(800)]);
  }
  get i16(): number {
    return this.random.pick([0, 1, -1, 0x7fff, -0x8000, this.random.below(400) - 200]);
  }
  get u32(): number {
    return this.random.pick([0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, this.random.below(2 ** 32)]);
  }
  get f64(): number {
    return this.random.pick([
      0,
      -1,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      Number.MIN_VALUE,
      this.random.below(1e6),
    ]);
  }
  /** A side of a screen: mostly small, for a large one costs all the time there is. */
  get side(): number {
    return this.random.oneIn(40) ? this.u16 : 64 + this.random.below(900);
  }
  get rect() {
    if (this.random.oneIn(3)) return { x: this.u16, y: this.u16, width: this.u16, height: this.u16 };
    const { random } = this;
    return {
      x: random.below(330),
      y: random.below(250),
      width: random.below(330),
      height: random.below(250),
    };
  }
  get text(): string {
    const { random } = this;
    return random.pick([
      '',
      'a',
      'avc1.42c02a',
      '\0',
      '\u{1f600}'.repeat(random.below(200)),
      '\ufeff\u202e<img src=x onerror=alert(1)>',
      'z'.repeat(random.below(5000)),
      String.fromCharCode(...Array.from({ length: 50 }, () => 0x20 + random.below(0xd000))),
    ]);
  }
  get blob(): Uint8Array<ArrayBuffer> {
    return this.random.bytes(this.random.pick([0, 1, 7, 64, 1000]));
  }
  list<T>(most: number, item: () => T): T[] {
    return Array.from({ length: this.random.pick([0, 1, 2, most]) }, item);
  }
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** What may happen to the bytes of a message on their way. */
export function mutate(bytes: Uint8Array<ArrayBuffer>, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice();
  switch (random.below(5)) {
    case 0:
      for (let count = 1 + random.below(4); count > 0 && changed.length > 0; count--)
        changed[random.below(changed.length)] = random.below(256);
      return changed;
    case 1:
      return changed.slice(0, random.below(changed.length + 1));
    case 2:
      return joined(changed, random.bytes(1 + random.below(40)));
    case 3:
      return joined(changed, changed);
    default:
      return random.bytes(random.below(200));
  }
}
