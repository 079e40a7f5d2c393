import {
  type CreateSessionRequest,
  type Reason,
  type Session,
  type SessionEvent,
  type SessionPhase,
  stateOfPhase,
} from '@berth/contract';
import { makeId } from '@berth/kernel';

let seed = 1;
const id = (prefix: string) =>
  makeId(
    prefix,
    Uint8Array.from(
      { length: 20 },
      (_, index) => (seed * 7919 + index * 104_729 + (index === 0 ? seed++ : 0)) & 255,
    ),
  );

/** Sessions in memory that move only when a test says so. */
export class FakeSessions {
  readonly items: Session[] = [];
  readonly history: SessionEvent[] = [];
  readonly #listeners = new Set<(session: Session, sequence: number) => void>();

  create(request: CreateSessionRequest, owner = 'admin'): Session {
    const session: Session = {
      id: id('ses'),
      name: request.name ?? request.profile,
      owner,
      project: null,
      profile: request.profile,
      driver: 'local',
      state: 'pending',
      phase: 'queued',
      reason: { code: 'requested', message: 'Asked for by admin.' },
      size: request.size ?? { width: 1920, height: 1080 },
      gpu: null,
      url: '',
      phaseSince: new Date().toISOString(),
      createdAt: new Date().toISOString(),
      readyAt: null,
      endsAt: null,
      health: { heardAt: null, xServer: null, media: null, viewers: 0, stale: false },
      startup: [],
    };
    this.items.unshift({ ...session, url: `/s/${session.id}` });
    this.#record(this.items[0] ?? session, null, owner);
    return session;
  }

  find(sessionId: string): Session | undefined {
    return this.items.find(each => each.id === sessionId);
  }

  change(sessionId: string, part: Partial<Session>): Session {
    const index = this.items.findIndex(each => each.id === sessionId);
    const before = this.items[index];
    if (!before) throw new Error(`no session ${sessionId}`);
    const after = { ...before, ...part };
    this.items[index] = after;
    return after;
  }

  move(
    sessionId: string,
    to: SessionPhase,
    reason: Reason | null,
    actor = 'berth',
    part: Partial<Session> = {},
  ) {
    const from = this.find(sessionId)?.phase ?? null;
    const after = this.change(sessionId, {
      phase: to,
      phaseSince: new Date().toISOString(),
      state: stateOfPhase[to],
      reason,
      ...part,
    });
    if (to === 'deleted') this.items.splice(this.items.indexOf(after), 1);
    this.#record(after, from, actor);
    return after;
  }

  ready(sessionId: string, part: Partial<Session> = {}) {
    return this.move(sessionId, 'ready', null, 'berth', {
      readyAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 12 * 3_600_000).toISOString(),
      health: { heardAt: new Date().toISOString(), xServer: true, media: true, viewers: 1, stale: false },
      startup: [
        { phase: 'queued', ms: 12 },
        { phase: 'placing', ms: 31 },
        { phase: 'provisioning', ms: 214 },
        { phase: 'booting', ms: 387 },
        { phase: 'preparing', ms: 611 },
        { phase: 'probing', ms: 143 },
      ],
      ...part,
    });
  }

  listen(listener: (session: Session, sequence: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #record(session: Session, from: SessionPhase | null, actor: string) {
    const { id, phase, reason } = session;
    const sequence = this.history.length + 1;
    this.history.push({
      sequence,
      at: new Date().toISOString(),
      session: id,
      from,
      to: phase,
      reason,
      actor,
    });
    for (const listener of this.#listeners) listener(session, sequence);
  }
}
