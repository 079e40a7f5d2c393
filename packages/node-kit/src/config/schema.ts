import { Secret } from '@berth/kernel';
import type { ValueKind } from './value-kind.ts';

/** One thing that can be configured. */
export interface ConfigKey<T> {
  readonly kind: ValueKind<T>;
  readonly default: NoInfer<T>;
  /** What the default is, where it is found at run time. */
  readonly defaultText?: string;
  /** One sentence. */
  readonly doc: string;
  /** As commander writes options: `--port <port>`. */
  readonly flag?: string;
  /** False where the file cannot say it, because the value says where the file is. */
  readonly inFile?: boolean;
}

/** One schema per app. A dot in a key is a level in the file. */
export type ConfigSchema = Readonly<Record<string, ConfigKey<unknown>>>;
export type ConfigValues<S extends ConfigSchema> = {
  readonly [K in keyof S]: S[K] extends ConfigKey<infer T> ? T : never;
};

/** Lets each key infer its own type, and checks that its default is of its kind. */
export function configKey<T>(key: ConfigKey<T>): ConfigKey<T> {
  return key;
}

/** `drivers.local.enforceResources` is `BERTH_DRIVERS_LOCAL_ENFORCE_RESOURCES`. */
export function environmentNameOf(key: string): string {
  return `BERTH_${key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

/** The property in which commander leaves the flag: `--public-url <url>` is `publicUrl`. */
export function flagPropertyOf(flag: string): string {
  const name = /--([a-z-]+)/.exec(flag)?.[1] ?? flag;
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function isSecret(key: ConfigKey<unknown>): boolean {
  return key.kind.name === 'a secret' || key.default instanceof Secret;
}
