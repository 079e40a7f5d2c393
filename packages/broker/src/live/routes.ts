import type { RouteChange, SessionPhase } from '@berth/contract';
import { Emitter, type Event } from '@berth/kernel';
import type { SessionRecord } from '../domain/session-record.ts';
import type { SessionWriter } from '../reconcile/session-writer.ts';
import type { SessionStore } from '../store/sessions.ts';

const routed: ReadonlySet<SessionPhase> = new Set([
  'provisioning',
  'booting',
  'preparing',
  'probing',
  'ready',
  'impaired',
  'stopping',
]);

/** Which hosts and viewers the gateway may admit: the sessions that run, each with the hash of its link key (ADR 0001). */
export class Routes implements Disposable {
  readonly #hashes = new Map<string, string>();
  readonly #changes = new Emitter<RouteChange>();
  readonly #unsubscribe: () => void;

  private constructor(writer: SessionWriter) {
    this.#unsubscribe = writer.changed(({ record }) => this.update(record));
  }

  static async open(writer: SessionWriter, sessions: SessionStore): Promise<Routes> {
    const routes = new Routes(writer);
    for (const record of await sessions.unsettled()) routes.update(record);
    return routes;
  }

  get changes(): Event<RouteChange> {
    return this.#changes.event;
  }

  hashOf(session: string): string | null {
    return this.#hashes.get(session) ?? null;
  }

  snapshot(): RouteChange {
    const routes = [...this.#hashes].map(([session, linkKeyHash]) => ({ session, linkKeyHash }));
    return { type: 'snapshot', routes };
  }

  update(record: SessionRecord): void {
    const hash = routed.has(record.phase) ? record.linkKeyHash : null;
    const known = this.#hashes.get(record.id) ?? null;
    if (hash === known) return;
    if (hash === null) {
      this.#hashes.delete(record.id);
      this.#changes.emit({ type: 'remove', session: record.id, reason: record.reason?.code ?? record.phase });
    } else {
      this.#hashes.set(record.id, hash);
      this.#changes.emit({ type: 'add', session: record.id, linkKeyHash: hash });
    }
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }
}
