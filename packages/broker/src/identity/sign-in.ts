import { failures } from '@berth/contract';
import type { Clock } from '@berth/kernel';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { UserRecord } from '../domain/user-record.ts';
import type { Store } from '../store/store.ts';
import type { WebSession } from '../store/web-sessions.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { newToken, tokenHash } from './tokens.ts';

const HOUR = 3_600_000;
/** A sign-in lasts this long after its last use, and no longer than `LONGEST` in all. Milliseconds. */
const IDLE = 12 * HOUR;
const LONGEST = 7 * 24 * HOUR;
/** The expiry is written again only when it moves by this much: reading a page must not cost a write. */
const PROLONG_STEP = HOUR / 4;

/** Guesses for one user from one address, and from one address for any user. */
const PER_USER = { points: 5, duration: 60 };
const PER_ADDRESS = { points: 30, duration: 60 };

export interface SignedIn {
  readonly token: string;
  readonly expiresAt: number;
  readonly user: UserRecord;
}

export class SignIn {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #perUser = new RateLimiterMemory({ keyPrefix: 'user', ...PER_USER });
  readonly #perAddress = new RateLimiterMemory({ keyPrefix: 'address', ...PER_ADDRESS });

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async signIn(name: string, password: string, address: string): Promise<SignedIn> {
    const user = await this.#check(name, password, address);
    if (!user) throw failures.SIGN_IN_REFUSED({});
    const now = this.#clock.now();
    const token = newToken();
    const expiresAt = now + IDLE;
    await this.#store.webSessions.add(tokenHash(token), { userId: user.id, createdAt: now, expiresAt });
    return { token, expiresAt, user };
  }

  /** Gives a user the password that they want, if they know the one they have. `token` stays signed in, all else ends. */
  async changePassword(
    user: UserRecord,
    passwords: { readonly old: string; readonly new: string },
    from: { readonly address: string; readonly token: string | null },
  ): Promise<void> {
    if (!(await this.#check(user.name, passwords.old, from.address))) throw failures.OLD_PASSWORD_WRONG({});
    await this.#store.users.setPassword(user.id, await hashPassword(passwords.new));
    await this.#store.webSessions.removeOfUser(user.id, from.token && tokenHash(from.token));
  }

  /** The user, if the password is theirs. Guesses are counted. */
  async #check(name: string, password: string, address: string): Promise<UserRecord | null> {
    const key = `${address} ${name}`;
    await consume(this.#perAddress, address);
    await consume(this.#perUser, key);
    const user = await this.#store.users.byName(name);
    const right = await checkPassword(user?.passwordHash ?? null, password);
    if (!user || !right) return null;
    await this.#perUser.delete(key);
    return user;
  }

  /** The user of a token, or null. Using it prolongs it. */
  async userOf(token: string): Promise<UserRecord | null> {
    const now = this.#clock.now();
    const hash = tokenHash(token);
    const session = await this.#store.webSessions.find(hash, now);
    if (!session) return null;
    const user = await this.#store.users.byId(session.userId);
    if (!user) return null;
    await this.#prolong(hash, session, now);
    return user;
  }

  async signOut(token: string): Promise<void> {
    await this.#store.webSessions.remove(tokenHash(token));
  }

  async #prolong(hash: string, session: WebSession, now: number): Promise<void> {
    const expiresAt = Math.min(now + IDLE, session.createdAt + LONGEST);
    if (expiresAt - session.expiresAt >= PROLONG_STEP) await this.#store.webSessions.prolong(hash, expiresAt);
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw failures.RATE_LIMITED({ retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) });
  }
}
