import { readFile } from 'node:fs/promises';
import { RouteChange } from '@berth/contract';
import { Emitter } from '@berth/kernel';
import { type Logger, writeFileAtomically } from '@berth/node-kit';

/** Session → hash of its link key. The broker's word when it is there, the file's until then. */
export class RouteTable implements AsyncDisposable {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #removed = new Emitter<string>();
  readonly #added = new Emitter<string>();
  readonly #hashes = new Map<string, string>();
  #dirty = false;
  #saving: Promise<void> | null = null;

  private constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  static async load(file: string, logger: Logger): Promise<RouteTable> {
    const table = new RouteTable(file, logger);
    try {
      table.#change(RouteChange.parse(JSON.parse(await readFile(file, 'utf8'))));
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!missing)
        logger.warn({ file, error: String(error) }, 'the kept route table is unreadable; starting without');
    }
    return table;
  }

  /** A session that has no route any more, or another key: what was admitted by the old one has to close. */
  readonly onRemoved = this.#removed.event;
  readonly onAdded = this.#added.event;

  get size(): number {
    return this.#hashes.size;
  }

  linkKeyHashOf(session: string): string | undefined {
    return this.#hashes.get(session);
  }

  apply(change: RouteChange): void {
    if (change.type === 'alive') return;
    this.#change(change);
    this.#dirty = true;
    this.#saving ??= this.#save();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#saving;
  }

  #change(change: RouteChange): void {
    switch (change.type) {
      case 'snapshot': {
        const next = new Map(change.routes.map(route => [route.session, route.linkKeyHash]));
        for (const session of [...this.#hashes.keys()]) if (!next.has(session)) this.#remove(session);
        for (const [session, hash] of next) this.#set(session, hash);
        break;
      }
      case 'add':
        this.#set(change.session, change.linkKeyHash);
        break;
      case 'remove':
        this.#remove(change.session);
        break;
      case 'alive':
    }
  }

  #set(session: string, hash: string): void {
    if (this.#hashes.get(session) === hash) return;
    this.#remove(session);
    this.#hashes.set(session, hash);
    this.#added.emit(session);
  }

  #remove(session: string): void {
    if (this.#hashes.delete(session)) this.#removed.emit(session);
  }

  /** Writes until the file is up to date: changes that come during a write cost one more, not one each. */
  async #save(): Promise<void> {
    while (this.#dirty) {
      this.#dirty = false;
      const routes = [...this.#hashes].map(([session, linkKeyHash]) => ({ session, linkKeyHash }));
      try {
        await writeFileAtomically(this.#file, JSON.stringify({ type: 'snapshot', routes }));
      } catch (error) {
        this.#logger.warn({ file: this.#file, error: String(error) }, 'the route table could not be kept');
      }
    }
    this.#saving = null;
  }
}
