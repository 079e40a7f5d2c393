import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ViewerRole } from '@berth/contract';
import { writeFileAtomically } from '@berth/node-kit/atomic-file';
import { parseResumePayload, signResumeTicket } from '@berth/node-kit/link-key';

export const resumeTicketLifeMs = 5 * 60_000;
const maxOutstanding = 2000;

interface Outstanding {
  readonly nonce: string;
  readonly role: ViewerRole;
  readonly user: string;
  readonly expiresAt: number;
}

function isOutstanding(value: unknown): value is Outstanding {
  if (typeof value !== 'object' || value === null) return false;
  const { nonce, role, user, expiresAt }: { [key in keyof Outstanding]?: unknown } = value;
  const known = role === 'owner' || role === 'control' || role === 'view';
  return typeof nonce === 'string' && known && typeof user === 'string' && typeof expiresAt === 'number';
}

export interface Identity {
  readonly role: ViewerRole;
  readonly user: string;
}

/**
 * A ticket in use. It is spent when the page is known to hold the next one; when the connection breaks before that, it
 * is good again, or a person with a share link would be locked out by a badly timed restart.
 */
export interface TicketClaim {
  readonly identity: Identity;
  spend(): void;
  giveBack(): void;
}

/** The resume tickets that pages hold (ADR 0001). Kept in a file, so that each works once across a kill of the host too. */
export class ResumeTickets {
  readonly #session: string;
  readonly #linkKeyHash: string;
  readonly #file: string;
  readonly #now: () => number;
  readonly #outstanding: Map<string, Outstanding>;
  readonly #claimed = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  #dirty = false;

  private constructor(
    session: string,
    linkKeyHash: string,
    file: string,
    now: () => number,
    stored: Outstanding[],
  ) {
    this.#session = session;
    this.#linkKeyHash = linkKeyHash;
    this.#file = file;
    this.#now = now;
    this.#outstanding = new Map(stored.map(ticket => [ticket.nonce, ticket]));
  }

  static async open(
    folder: string,
    session: string,
    linkKeyHash: string,
    now = Date.now,
  ): Promise<ResumeTickets> {
    const file = join(folder, 'resume.json');
    const text = await readFile(file, 'utf8').catch(() => '[]');
    let stored: Outstanding[] = [];
    try {
      const found: unknown = JSON.parse(text);
      if (Array.isArray(found) && found.every(isOutstanding)) stored = found;
    } catch {
      // A file that cannot be read means that no ticket is outstanding: viewers sign in again.
    }
    return new ResumeTickets(session, linkKeyHash, file, now, stored);
  }

  /** Resolves when the ticket has been noted on disk, so that it is accepted whatever happens next. */
  async issue({ role, user }: Identity): Promise<string> {
    this.#forgetExpired();
    const nonce = randomBytes(16).toString('base64url');
    const expiresAt = this.#now() + resumeTicketLifeMs;
    this.#outstanding.set(nonce, { nonce, role, user, expiresAt });
    for (const oldest of this.#outstanding.keys()) {
      if (this.#outstanding.size <= maxOutstanding) break;
      this.#outstanding.delete(oldest);
    }
    await this.#save();
    return signResumeTicket({ session: this.#session, nonce, role, user, expiresAt }, this.#linkKeyHash);
  }

  /** `payload` comes from the gateway, which has checked its signature. Null when it was used, or was never given out. */
  claim(payload: string): TicketClaim | null {
    this.#forgetExpired();
    const parsed = parseResumePayload(payload);
    const ticket = parsed && this.#outstanding.get(parsed.nonce);
    if (!ticket || parsed.session !== this.#session || this.#claimed.has(ticket.nonce)) return null;
    this.#claimed.add(ticket.nonce);
    return {
      identity: { role: ticket.role, user: ticket.user },
      spend: () => {
        if (!this.#claimed.delete(ticket.nonce)) return;
        this.#outstanding.delete(ticket.nonce);
        // A full disk must not end the host: at worst the ticket works once more, after a kill, within its five minutes.
        this.#save().catch(() => undefined);
      },
      giveBack: () => this.#claimed.delete(ticket.nonce),
    };
  }

  #forgetExpired(): void {
    const now = this.#now();
    for (const [nonce, ticket] of this.#outstanding)
      if (ticket.expiresAt <= now) this.#outstanding.delete(nonce);
  }

  /** One write at a time; what changes meanwhile goes with the next. */
  #save(): Promise<void> {
    if (this.#dirty) return this.#writing;
    this.#dirty = true;
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#dirty = false;
        return writeFileAtomically(this.#file, JSON.stringify([...this.#outstanding.values()]));
      });
    return this.#writing;
  }
}
