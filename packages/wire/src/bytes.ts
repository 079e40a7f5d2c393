/** Bytes that do not follow the protocol. The peer that sent them is disconnected; nothing else happens. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Reads little-endian fields in order. Running past the end throws `WireError`; it never reads beyond its view. */
export class ByteReader {
  readonly #view: DataView<ArrayBuffer>;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.byteLength)
      throw new WireError(`message ends after ${this.#bytes.byteLength} bytes`);
    this.#at = at + length;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }
  i16(): number {
    return this.#view.getInt16(this.#take(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }
  /** A view, not a copy. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }
  rest(): Uint8Array<ArrayBuffer> {
    return this.bytes(this.#bytes.byteLength - this.#at);
  }
}

/** Writes little-endian fields into a buffer of a size known beforehand. */
export class ByteWriter {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView<ArrayBuffer>;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  #advance(length: number): number {
    const at = this.#at;
    this.#at += length;
    return at;
  }

  u8(value: number): void {
    this.#view.setUint8(this.#advance(1), value);
  }
  u16(value: number): void {
    this.#view.setUint16(this.#advance(2), value, true);
  }
  i16(value: number): void {
    this.#view.setInt16(this.#advance(2), value, true);
  }
  u32(value: number): void {
    this.#view.setUint32(this.#advance(4), value, true);
  }
  f64(value: number): void {
    this.#view.setFloat64(this.#advance(8), value, true);
  }
  raw(value: Uint8Array): void {
    this.bytes.set(value, this.#advance(value.byteLength));
  }
}
