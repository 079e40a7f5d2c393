import { ByteReader, ByteWriter, WireError } from './bytes.ts';
import type { Field } from './field.ts';

type Body<L> = { readonly [Name in keyof L]: L[Name] extends Field<infer T> ? T : never };

/** One kind of message: its first byte, its name, and its fields in order. */
export interface MessageKind<Type extends string, L> {
  readonly code: number;
  readonly type: Type;
  readonly layout: L;
}

// biome-ignore lint/suspicious/noExplicitAny: a table of fields of different types; `Body` recovers each one
type AnyLayout = Readonly<Record<string, Field<any>>>;

export function message<const Type extends string, const L extends AnyLayout>(
  code: number,
  type: Type,
  layout: L,
): MessageKind<Type, L> {
  return { code, type, layout };
}

type AnyKind = MessageKind<string, AnyLayout>;
export type MessageOf<K> =
  K extends MessageKind<infer Type, infer L> ? { readonly type: Type } & Body<L> : never;

export interface Codec<Message extends { readonly type: string }> {
  encode(message: Message): Uint8Array<ArrayBuffer>;
  /** `null` for a kind that this version does not know, which is ignored. Throws `WireError` for a broken one. */
  decode(bytes: Uint8Array<ArrayBuffer>): Message | null;
}

/**
 * Makes the two functions of one direction from its table. A newer peer may append fields to a message: what follows
 * the last known field is ignored.
 */
export function codec<const Kinds extends readonly AnyKind[]>(kinds: Kinds): Codec<MessageOf<Kinds[number]>> {
  const byCode = new Map(kinds.map(kind => [kind.code, kind]));
  const byType = new Map(kinds.map(kind => [kind.type, kind]));
  return {
    encode(value) {
      const kind = byType.get(value.type);
      if (!kind) throw new WireError(`no message is called ${value.type}`);
      const body = value as Readonly<Record<string, unknown>>;
      const fields = Object.entries(kind.layout);
      const length = fields.reduce((sum, [name, field]) => sum + field.size(body[name]), 1);
      const writer = new ByteWriter(length);
      writer.u8(kind.code);
      for (const [name, field] of fields) field.write(writer, body[name]);
      return writer.bytes;
    },
    decode(bytes) {
      const reader = new ByteReader(bytes);
      const kind = byCode.get(reader.u8());
      if (!kind) return null;
      const body: Record<string, unknown> = { type: kind.type };
      for (const [name, field] of Object.entries(kind.layout)) body[name] = field.read(reader);
      return body as MessageOf<Kinds[number]>;
    },
  };
}
