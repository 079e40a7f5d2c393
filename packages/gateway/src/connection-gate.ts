import type { Socket } from 'node:net';
import { isLoopback, peerKeyOf } from './peer-address.ts';

/**
 * Counts the connections of each address that have not shown a right to be here. One that is parked or joined has, and
 * is released: many people may sit behind one address.
 */
export class ConnectionGate {
  readonly #perAddress: number;
  readonly #peers = new Map<string, Set<string>>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** False when this address has enough connections. The place is given back when the socket closes. */
  admit(socket: Socket): boolean {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) return false;
    if (isLoopback(remoteAddress)) return true;
    if (!this.admitAddress(remoteAddress, remotePort)) return false;
    socket.once('close', () => this.release(remoteAddress, remotePort));
    return true;
  }

  admitAddress(address: string, port: number): boolean {
    const key = peerKeyOf(address);
    const held = this.#peers.get(key) ?? new Set();
    if (held.size >= this.#perAddress) return false;
    held.add(placeOf(address, port));
    this.#peers.set(key, held);
    return true;
  }

  /** Address and port name the connection, so that its TLS socket can release what its TCP socket took. */
  release(address: string | undefined, port: number | undefined): void {
    if (address === undefined || port === undefined) return;
    const key = peerKeyOf(address);
    const held = this.#peers.get(key);
    held?.delete(placeOf(address, port));
    if (held?.size === 0) this.#peers.delete(key);
  }
}

function placeOf(address: string, port: number): string {
  return `${address}|${port}`;
}
