import { type Json, Secret } from '@berth/kernel';

/** What a configuration value may be. Both readers throw an `Error` that completes the sentence "port …". */
export interface ValueKind<T> {
  /** For people: "a whole number from 1 to 65535". */
  readonly name: string;
  fromText(value: string): T;
  fromJson(value: unknown): T;
  /** The form in which a parent hands the value to its child, which `fromJson` reads. Secrets are in the clear here. */
  toJson(value: T): Json;
  show(value: T): string;
}

export function text(name = 'text', pattern = /\S/): ValueKind<string> {
  const read = (value: unknown) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw mustBe(name, value);
  };
  return { name, fromText: read, fromJson: read, toJson: value => value, show: value => value };
}

export function integer(min: number, max: number): ValueKind<number> {
  const name = `a whole number from ${min} to ${max}`;
  const read = (value: unknown) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw mustBe(name, value);
  };
  return {
    name,
    fromText: value => {
      if (!/^-?\d{1,15}$/.test(value)) throw mustBe(name, value);
      return read(Number(value));
    },
    fromJson: read,
    toJson: value => value,
    show: String,
  };
}

export function yesOrNo(): ValueKind<boolean> {
  const name = 'true or false';
  return {
    name,
    fromText: value => {
      if (value === 'true' || value === '1') return true;
      if (value === 'false' || value === '0') return false;
      throw mustBe(name, value);
    },
    fromJson: value => {
      if (typeof value === 'boolean') return value;
      throw mustBe(name, value);
    },
    toJson: value => value,
    show: String,
  };
}

export function choice<const Option extends string>(options: readonly Option[]): ValueKind<Option> {
  const name = `one of ${options.join(', ')}`;
  const read = (value: unknown) => {
    const found = options.find(option => option === value);
    if (found === undefined) throw mustBe(name, value);
    return found;
  };
  return { name, fromText: read, fromJson: read, toJson: value => value, show: value => value };
}

export function secret(): ValueKind<Secret> {
  const read = (value: unknown) => {
    // The value must not be in the message, so this does not use `mustBe`.
    if (typeof value !== 'string' || value === '') throw new Error('must be text that is not empty');
    return new Secret(value);
  };
  return {
    name: 'a secret',
    fromText: read,
    fromJson: read,
    toJson: value => value.reveal(),
    show: value => value.toString(),
  };
}

export function optional<T>(kind: ValueKind<T>): ValueKind<T | null> {
  return {
    name: kind.name,
    fromText: value => kind.fromText(value),
    fromJson: value => (value === null ? null : kind.fromJson(value)),
    toJson: value => (value === null ? null : kind.toJson(value)),
    show: value => (value === null ? '–' : kind.show(value)),
  };
}

function mustBe(name: string, value: unknown): Error {
  return new Error(`must be ${name}, not ${JSON.stringify(value) ?? typeof value}`);
}
