import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@berth/node-kit/atomic-file';
import { type Quality, qualities, usualQuality } from '@berth/wire';

/** What those who control this session have chosen last. Kept in a file, so that it outlives a crash of the host. */
export class QualityChoice {
  readonly #file: string;
  #current: Quality;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, current: Quality) {
    this.#file = file;
    this.#current = current;
  }

  static async open(folder: string): Promise<QualityChoice> {
    const file = join(folder, 'quality');
    const stored = await readFile(file, 'utf8').catch(() => '');
    return new QualityChoice(file, qualities.find(quality => quality === stored) ?? usualQuality);
  }

  get current(): Quality {
    return this.#current;
  }

  /** Rejects when it could not be kept; it holds until the host ends even then. */
  choose(quality: Quality): Promise<void> {
    this.#current = quality;
    const written = this.#writing.then(() => writeFileAtomically(this.#file, quality));
    this.#writing = written.catch(() => undefined);
    return written;
  }
}
