import { type ByteReader, type ByteWriter, WireError } from './bytes.ts';

/** How one value is laid out in a message. */
export interface Field<T> {
  size(value: T): number;
  write(writer: ByteWriter, value: T): void;
  read(reader: ByteReader): T;
}

const fixed = (
  size: number,
  write: (writer: ByteWriter, value: number) => void,
  read: (reader: ByteReader) => number,
): Field<number> => ({ size: () => size, write, read });

export const u8 = fixed(
  1,
  (w, v) => w.u8(v),
  r => r.u8(),
);
export const u16 = fixed(
  2,
  (w, v) => w.u16(v),
  r => r.u16(),
);
export const i16 = fixed(
  2,
  (w, v) => w.i16(v),
  r => r.i16(),
);
export const u32 = fixed(
  4,
  (w, v) => w.u32(v),
  r => r.u32(),
);
/** Refuses NaN and infinities: arithmetic with them would spread silently. */
export const f64 = fixed(
  8,
  (w, v) => w.f64(v),
  r => {
    const value = r.f64();
    if (!Number.isFinite(value)) throw new WireError('number is not finite');
    return value;
  },
);

/** One of the names, as its index in a byte. */
export function choice<const Names extends readonly string[]>(...names: Names): Field<Names[number]> {
  return {
    size: () => 1,
    write: (w, value) => w.u8(names.indexOf(value)),
    read: r => {
      const name = names[r.u8()];
      if (name === undefined) throw new WireError('value is outside its choices');
      return name;
    },
  };
}

export const flag: Field<boolean> = {
  size: () => 1,
  write: (w, value) => w.u8(value ? 1 : 0),
  read: r => r.u8() !== 0,
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 behind a 16-bit length in bytes. */
export const text: Field<string> = {
  size: value => 2 + encoder.encode(value).byteLength,
  write: (w, value) => {
    const bytes = encoder.encode(value);
    if (bytes.byteLength > 0xffff) throw new WireError('text is longer than 65535 bytes');
    w.u16(bytes.byteLength);
    w.raw(bytes);
  },
  read: r => {
    const bytes = r.bytes(r.u16());
    try {
      return decoder.decode(bytes);
    } catch {
      throw new WireError('text is not UTF-8');
    }
  },
};

/** Everything up to the end of the message; only as the last field. */
export const rest: Field<Uint8Array<ArrayBuffer>> = {
  size: value => value.byteLength,
  write: (w, value) => w.raw(value),
  read: r => r.rest(),
};

/** Bytes behind a 32-bit length. */
export const block: Field<Uint8Array<ArrayBuffer>> = {
  size: value => 4 + value.byteLength,
  write: (w, value) => {
    w.u32(value.byteLength);
    w.raw(value);
  },
  read: r => r.bytes(r.u32()),
};

/** At most 65535 items behind a 16-bit count. `limit` refuses longer lists before anything is allocated. */
export function list<T>(item: Field<T>, limit: number): Field<readonly T[]> {
  return {
    size: values => values.reduce((sum, value) => sum + item.size(value), 2),
    write: (w, values) => {
      if (values.length > limit)
        throw new WireError(`list has ${values.length} items, at most ${limit} are allowed`);
      w.u16(values.length);
      for (const value of values) item.write(w, value);
    },
    read: r => {
      const count = r.u16();
      if (count > limit) throw new WireError(`list has ${count} items, at most ${limit} are allowed`);
      return Array.from({ length: count }, () => item.read(r));
    },
  };
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const rect: Field<Rect> = {
  size: () => 8,
  write: (w, value) => {
    w.u16(value.x);
    w.u16(value.y);
    w.u16(value.width);
    w.u16(value.height);
  },
  read: r => ({ x: r.u16(), y: r.u16(), width: r.u16(), height: r.u16() }),
};
