import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failures } from '@berth/contract';
import { type ResolvedConfig, resolveConfig } from '@berth/node-kit';
import { configuration, scriptVariables } from './configuration.ts';

export type LoadedConfiguration = ResolvedConfig<typeof configuration>;

interface Sources {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** For the verbs that run Berth: the file counts. */
export function loadServerConfiguration(sources: Sources): LoadedConfiguration {
  const { values } = resolveEnvironment(sources);
  const path = resolve(values.config ?? join(values.data, 'berth.yaml'));
  const text = readConfigFile(path, values.config !== null);
  return text === null
    ? resolveEnvironment(sources)
    : resolveConfig(configuration, { ...sources, file: { path, text }, foreignEnv: scriptVariables });
}

/** For the verbs that talk to a Berth, which may be elsewhere: its file is not ours to read. */
export function loadClientConfiguration(sources: Sources): LoadedConfiguration {
  return resolveEnvironment(sources);
}

function resolveEnvironment(sources: Sources): LoadedConfiguration {
  return resolveConfig(configuration, { ...sources, file: null, foreignEnv: scriptVariables });
}

function readConfigFile(path: string, named: boolean): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    if (absent && !named) return null;
    throw failures.CONFIG_INVALID({
      source: path,
      line: null,
      problem: absent ? 'there is no such file' : `it cannot be read (${code})`,
    });
  }
}
