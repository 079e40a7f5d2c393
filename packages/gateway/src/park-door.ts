import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failures, linkUpgradeProtocol } from '@berth/contract';
import type { BerthError } from '@berth/kernel';
import { equalsInConstantTime, type Logger, linkKeyHashOf, parseLinkBearer } from '@berth/node-kit';
import type { Metrics } from './metrics.ts';
import type { Parking } from './parking.ts';
import { problemOf, refuseUpgrade } from './problem.ts';
import type { RouteTable } from './route-table.ts';

export interface ParkDoorOptions {
  readonly table: RouteTable;
  readonly parking: Parking;
  readonly metrics: Metrics;
  readonly logger: Logger;
  release(socket: Duplex): void;
}

/** A host may be quicker than the news of its session; in milliseconds. */
const patienceMs = 1_000;
const retryAfterSeconds = 5;

/** Lets hosts park their spare connections, by the hash of their link key. */
export class ParkDoor {
  readonly #options: ParkDoorOptions;

  constructor(options: ParkDoorOptions) {
    this.#options = options;
  }

  async handle(asked: IncomingMessage, socket: Duplex, head: Buffer, requestId: string): Promise<void> {
    const { parking, metrics, logger, release } = this.#options;
    const bearer = parseLinkBearer(asked.headers.authorization);
    const session = bearer?.session ?? '';
    const refuse = (error: BerthError, reason: 'park-credentials' | 'park-too-many') => {
      metrics.refuse(reason);
      logger.info({ session, code: error.code, requestId }, 'host refused');
      refuseUpgrade(socket, problemOf(error, requestId));
    };
    const expected = bearer ? await this.#linkKeyHashOf(session, socket) : undefined;
    if (!bearer || !expected || !equalsInConstantTime(linkKeyHashOf(bearer.linkKey), expected)) {
      refuse(failures.LINK_REFUSED({}), 'park-credentials');
    } else if (!parking.hasRoom(session)) {
      refuse(failures.RATE_LIMITED({ retryAfterSeconds }), 'park-too-many');
    } else if (head.length > 0 || socket.destroyed) {
      socket.destroy();
    } else {
      release(socket);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${linkUpgradeProtocol}\r\n\r\n`,
      );
      parking.park(session, socket);
    }
  }

  #linkKeyHashOf(session: string, socket: Duplex): Promise<string | undefined> {
    const { table } = this.#options;
    const known = table.linkKeyHashOf(session);
    if (known) return Promise.resolve(known);
    return new Promise(resolve => {
      const settle = () => {
        clearTimeout(timer);
        unsubscribe();
        socket.removeListener('close', settle);
        resolve(table.linkKeyHashOf(session));
      };
      const timer = setTimeout(settle, patienceMs);
      const unsubscribe = table.onAdded(added => {
        if (added === session) settle();
      });
      socket.once('close', settle);
    });
  }
}
