import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@berth/node-kit/atomic-file';
import { type Quality, qualities, usualQuality } from '@berth/wire';

/** What those who control this session have chosen last. Kept in a file, so that it outlives a crash of the host. */
export class ChosenQuality {
  readonly #file: string;
  #current: Quality;
  #writing: Promise<void> | null = null;

  private constructor(file: string, current: Quality) {
    this.#file = file;
    this.#current = current;
  }

  static async open(folder: string): Promise<ChosenQuality> {
    const file = join(folder, 'quality');
    const stored = await readFile(file, 'utf8').catch(() => '');
    return new ChosenQuality(file, qualities.find(quality => quality === stored) ?? usualQuality);
  }

  get current(): Quality {
    return this.#current;
  }

  /** Rejects when it could not be kept; it holds until the host ends even then. One write at a time, of the newest. */
  choose(quality: Quality): Promise<void> {
    this.#current = quality;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    for (let written: Quality | null = null; written !== this.#current; ) {
      written = this.#current;
      await writeFileAtomically(this.#file, written);
    }
  }
}
