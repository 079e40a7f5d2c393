import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FromHost, type FromViewer, fromHost, fromViewer, PieceAssembly, ungroup } from '@berth/wire';
import { WebSocket } from 'ws';
import type { BerthUnderTest } from '../berth/berth-under-test.ts';

/** When it says that it has seen a picture: at once, late, or never. */
export type Manners = 'prompt' | 'slow' | 'silent';

/** A viewer without a page, which comes for a while. */
export class PassingViewer implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #manners: Manners;
  readonly #assembly = new PieceAssembly();
  pictures = 0;
  clipboard: string | null = null;

  private constructor(socket: WebSocket, manners: Manners) {
    this.#socket = socket;
    this.#manners = manners;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const message = fromHost.decode(new Uint8Array(data));
      if (message) for (const part of ungroup(message)) this.#handle(part);
    });
  }

  static async come(
    berth: BerthUnderTest,
    id: string,
    role: 'control' | 'view',
    manners: Manners,
  ): Promise<PassingViewer> {
    const { body } = await berth.request('POST', `/api/v1/sessions/${id}/tickets`, { role });
    const { ticket } = body as { ticket: string };
    const address = `ws://127.0.0.1:${berth.port}/s/${id}/stream`;
    const socket = new WebSocket(address, ['berth.v1', `berth.ticket.${ticket}`]);
    await once(socket, 'open');
    const viewer = new PassingViewer(socket, manners);
    viewer.send({
      type: 'hello',
      minVersion: 1,
      maxVersion: 1,
      maxWidth: 4096,
      maxHeight: 4096,
      decoders: ['avc1'],
    });
    return viewer;
  }

  send(message: FromViewer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(fromViewer.encode(message));
  }

  #handle(message: FromHost): void {
    if (message.type === 'clipboard') {
      const text = this.#assembly.take(message);
      if (text) this.clipboard = new TextDecoder().decode(text);
    }
    if (message.type !== 'video' && message.type !== 'pixels' && message.type !== 'copy') return;
    this.pictures++;
    const { sequence } = message;
    const acknowledge = () => this.send({ type: 'ack', sequence, pageMs: 3 });
    if (this.#manners === 'prompt') acknowledge();
    else if (this.#manners === 'slow') void sleep(1500, undefined, { ref: false }).then(acknowledge);
  }

  /** Says goodbye, or is just gone. */
  async leave(abruptly: boolean): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    if (abruptly) this.#socket.terminate();
    else this.#socket.close();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave(true);
  }
}
