import { readFileSync } from 'node:fs';
import { failures } from '@berth/contract';
import type { Json } from '@berth/kernel';
import { type FileValue, parseConfigFile, unknownKey } from './config-file.ts';
import {
  type ConfigKey,
  type ConfigSchema,
  type ConfigValues,
  environmentNameOf,
  flagPropertyOf,
  isSecret,
} from './schema.ts';

/** Where a value came from. */
export type Origin =
  | { readonly source: 'flag'; readonly flag: string }
  | { readonly source: 'environment'; readonly name: string }
  | { readonly source: 'file'; readonly path: string; readonly line: number }
  | { readonly source: 'default' };

export interface ResolvedConfig<S extends ConfigSchema> {
  readonly values: ConfigValues<S>;
  readonly origins: { readonly [K in keyof S]: Origin };
}

export interface ConfigSources {
  /** By the property that commander made of the flag. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: { readonly path: string; readonly text: string } | null;
  /** Names of `BERTH_…` variables that others read. */
  readonly foreignEnv?: readonly string[];
}

/** Flag over environment over file over default. Throws `CONFIG_INVALID` for the first thing that is wrong. */
export function resolveConfig<S extends ConfigSchema>(schema: S, sources: ConfigSources): ResolvedConfig<S> {
  refuseUnknownEnvironment(schema, sources);
  const secretFiles = Object.keys(schema).filter(name => isSecret(keyOf(schema, name)));
  const file: ReadonlyMap<string, FileValue> = sources.file
    ? parseConfigFile(
        schema,
        sources.file,
        secretFiles.map(name => `${name}File`),
      )
    : new Map();
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const [name, key] of Object.entries(schema)) {
    const [value, origin] = resolveKey(name, key, sources, file);
    values[name] = value;
    origins[name] = origin;
  }
  return Object.freeze({
    values: Object.freeze(values),
    origins: Object.freeze(origins),
  }) as ResolvedConfig<S>;
}

/** The values as a parent hands them to its child over a pipe, secrets in the clear. */
export function handOver<S extends ConfigSchema>(schema: S, values: ConfigValues<S>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(schema).map(([name, key]) => [name, key.kind.toJson(values[name as keyof S])]),
  );
}

/** The other end of `handOver`. */
export function takeOver<S extends ConfigSchema>(schema: S, handed: unknown): ConfigValues<S> {
  if (typeof handed !== 'object' || handed === null)
    throw new Error('the parent handed over no configuration');
  const given = new Map(Object.entries(handed));
  return Object.freeze(
    Object.fromEntries(
      Object.entries(schema).map(([name, key]) => [name, key.kind.fromJson(given.get(name))]),
    ),
  ) as ConfigValues<S>;
}

function resolveKey(
  name: string,
  key: ConfigKey<unknown>,
  { flags, env, file: configFile }: ConfigSources,
  file: ReadonlyMap<string, FileValue>,
): [unknown, Origin] {
  if (key.flag) {
    const flag = key.flag.split(' ')[0] ?? key.flag;
    const given = flags[flagPropertyOf(key.flag)];
    if (given !== undefined) {
      const parse = () => (typeof given === 'string' ? key.kind.fromText(given) : key.kind.fromJson(given));
      return [checked(flag, null, name, parse), { source: 'flag', flag }];
    }
  }
  const variable = environmentNameOf(name);
  const direct = env[variable];
  const viaFile = isSecret(key) ? env[`${variable}_FILE`] : undefined;
  if (direct && viaFile) {
    throw invalid(variable, null, `both ${variable} and ${variable}_FILE are set; keep one`);
  }
  if (viaFile) {
    const source = `${variable}_FILE`;
    return [
      checked(source, null, name, () => key.kind.fromText(readSecret(viaFile))),
      { source: 'environment', name: source },
    ];
  }
  // An empty variable counts as unset: compose files and unit files often pass on what is not there.
  if (direct)
    return [
      checked(variable, null, name, () => key.kind.fromText(direct)),
      { source: 'environment', name: variable },
    ];

  const path = configFile?.path ?? '';
  const inFile = file.get(name);
  const secretFile = file.get(`${name}File`);
  if (inFile && secretFile)
    throw invalid(path, secretFile.line, `both ${name} and ${name}File are set; keep one`);
  if (inFile) {
    const value = checked(path, inFile.line, name, () => key.kind.fromJson(inFile.value));
    return [value, { source: 'file', path, line: inFile.line }];
  }
  if (secretFile) {
    const value = checked(path, secretFile.line, name, () =>
      key.kind.fromText(readSecret(String(secretFile.value))),
    );
    return [value, { source: 'file', path, line: secretFile.line }];
  }
  return [key.default, { source: 'default' }];
}

function refuseUnknownEnvironment(schema: ConfigSchema, { env, foreignEnv = [] }: ConfigSources): void {
  const known = [...foreignEnv];
  for (const [name, key] of Object.entries(schema)) {
    known.push(environmentNameOf(name));
    if (isSecret(key)) known.push(`${environmentNameOf(name)}_FILE`);
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('BERTH_') && !known.includes(name)) {
      throw invalid('the environment', null, unknownKey(name, known));
    }
  }
}

function checked<T>(source: string, line: number | null, name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw invalid(source, line, `${name} ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Without the newline that editors and `echo` leave at the end. */
function readSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new Error(`cannot be read from ${path} (${why})`);
  }
}

function invalid(source: string, line: number | null, problem: string): Error {
  return failures.CONFIG_INVALID({ source, line, problem });
}

function keyOf(schema: ConfigSchema, name: string): ConfigKey<unknown> {
  const key = schema[name];
  if (!key) throw new Error(`no key ${name}`);
  return key;
}
