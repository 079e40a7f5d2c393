import { readdir, readFile, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { failures, type Profile } from '@berth/contract';
import { BerthError, type Clock } from '@berth/kernel';
import { nearest, type ParsedProfile, parseProfile } from '@berth/node-kit';

/** Milliseconds during which the folders are not looked at again. */
const FRESH = 1000;

interface KnownFile {
  readonly fingerprint: string;
  readonly parsed: ParsedProfile;
}

interface Snapshot {
  readonly at: number;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly problems: readonly BerthError[];
}

/**
 * The profiles of all folders; a later folder's takes the place of an earlier one's of the same name. Files are read
 * again when they change, so nobody has to restart anything; a broken one hides none but itself.
 */
export class ProfileCatalog {
  readonly #folders: readonly string[];
  readonly #clock: Clock;
  readonly #files = new Map<string, KnownFile>();
  #snapshot: Snapshot | null = null;
  #reading: Promise<Snapshot> | null = null;

  constructor(folders: readonly string[], clock: Clock) {
    this.#folders = folders;
    this.#clock = clock;
  }

  async all(): Promise<readonly Profile[]> {
    return [...(await this.#fresh()).profiles.values()];
  }

  async problems(): Promise<readonly BerthError[]> {
    return (await this.#fresh()).problems;
  }

  /** Throws what is wrong with the file where there is one of that name. */
  async get(name: string): Promise<Profile> {
    const known = (await this.#fresh()).profiles.get(name);
    if (known) return known;
    // It may have been added a moment ago.
    const { profiles, problems } = await this.#read();
    const profile = profiles.get(name);
    if (profile) return profile;
    const isItsFile = (file: unknown) => typeof file === 'string' && parse(file).name === name;
    throw (
      problems.find(({ facts }) => isItsFile(facts.file)) ??
      failures.PROFILE_UNKNOWN({ name, nearest: nearest(name, profiles.keys()) })
    );
  }

  #fresh(): Promise<Snapshot> {
    const age = this.#clock.now() - (this.#snapshot?.at ?? 0);
    if (this.#snapshot && age >= 0 && age < FRESH) return Promise.resolve(this.#snapshot);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read(): Promise<Snapshot> {
    const profiles = new Map<string, Profile>();
    const problems: BerthError[] = [];
    for (const folder of this.#folders) {
      const fileOf = new Map<string, string>();
      for (const file of await filesIn(folder)) {
        const parsed = await this.#readFile(file);
        if (!parsed.ok) {
          problems.push(...parsed.problems);
          continue;
        }
        const { name } = parsed.profile;
        const other = fileOf.get(name);
        if (other) {
          problems.push(
            failures.PROFILE_INVALID({
              file,
              line: null,
              problem: `the name "${name}" is taken by ${other}`,
            }),
          );
          continue;
        }
        fileOf.set(name, file);
        profiles.set(name, parsed.profile);
      }
    }
    this.#snapshot = { at: this.#clock.now(), profiles, problems };
    return this.#snapshot;
  }

  async #readFile(file: string): Promise<ParsedProfile> {
    try {
      const { mtimeMs, size, ino } = await stat(file);
      const fingerprint = `${mtimeMs} ${size} ${ino}`;
      const known = this.#files.get(file);
      if (known?.fingerprint === fingerprint) return known.parsed;
      const parsed = parseProfile(file, await readFile(file, 'utf8'));
      this.#files.set(file, { fingerprint, parsed });
      return parsed;
    } catch (error) {
      if (error instanceof BerthError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        problems: [failures.PROFILE_INVALID({ file, line: null, problem: `it cannot be read: ${why}` })],
      };
    }
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter(name => /^[^.].*\.ya?ml$/.test(name))
      .sort()
      .map(name => join(folder, name));
  } catch (error) {
    // A site without profiles of its own has no folder.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
