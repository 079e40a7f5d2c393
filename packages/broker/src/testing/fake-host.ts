import { request } from 'node:http';
import { type Heartbeat, linkPaths } from '@berth/contract';
import type { LaunchRequest } from '@berth/driver-kit';
import type { Secret } from '@berth/kernel';
import { deriveLinkKey, linkBearer } from '@berth/node-kit';

/** The host's half of the link, over the broker's socket: registers and reports, and draws nothing. */
export class FakeHost {
  readonly session: string;
  readonly generation: number;
  readonly linkKey: Secret;
  readonly #socketPath: string;
  readonly #token: Secret;

  constructor(socketPath: string, { job, bootstrapToken }: LaunchRequest) {
    this.#socketPath = socketPath;
    this.#token = bootstrapToken;
    this.session = job.session;
    this.generation = job.generation;
    this.linkKey = deriveLinkKey(bootstrapToken, job.session, job.generation);
  }

  register(): Promise<number> {
    const { session, generation } = this;
    return this.#post(linkPaths.register, {
      session,
      generation,
      bootstrapToken: this.#token.reveal(),
      hostVersion: 'fake',
    });
  }

  beat(heartbeat: Partial<Heartbeat> = {}): Promise<number> {
    const { session, generation } = this;
    const authorization = linkBearer(session, this.linkKey).reveal();
    return this.#post(
      linkPaths.heartbeat,
      {
        session,
        generation,
        stage: 'ready',
        xServer: true,
        media: true,
        viewers: 0,
        size: { width: 800, height: 600 },
        framesEncoded: 1,
        ...heartbeat,
      },
      { authorization },
    );
  }

  /** Answers the status. */
  #post(path: string, body: object, headers: Record<string, string> = {}): Promise<number> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          socketPath: this.#socketPath,
          path,
          method: 'POST',
          agent: false,
          headers: { 'content-type': 'application/json', 'x-forwarded-for': '127.0.0.1', ...headers },
        },
        response => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(body));
    });
  }
}
