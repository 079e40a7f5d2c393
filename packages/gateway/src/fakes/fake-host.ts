import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { linkPaths } from '@berth/contract';
import { Secret } from '@berth/kernel';
import { connectTo, deriveLinkKey, type Endpoint, linkBearer, linkKeyHashOf } from '@berth/node-kit';
import { type WebSocket, WebSocketServer } from 'ws';

/** A host that parks connections and answers viewers over them: it greets, echoes, and shows what it was asked. */
export class FakeHost implements Disposable {
  readonly session: string;
  readonly linkKey: Secret;
  readonly parked = new Set<Socket>();
  readonly viewers = new Set<WebSocket>();
  readonly asked: IncomingMessage[] = [];
  /** Bytes that the gateway sent to keep a parked connection alive. */
  keepAlives = 0;
  readonly #http: Server;
  readonly #wss: WebSocketServer;
  readonly #sockets = new Set<Socket>();

  constructor(session: string) {
    this.session = session;
    this.linkKey = deriveLinkKey(new Secret(Buffer.alloc(32, session).toString('base64url')), session, 1);
    this.#wss = new WebSocketServer({
      noServer: true,
      handleProtocols: protocols => [...protocols][0] ?? false,
    });
    this.#http = createServer((_asked, answer) => answer.writeHead(426, { connection: 'close' }).end());
    this.#http.on('upgrade', (asked, socket, head) => {
      this.asked.push(asked);
      this.#wss.handleUpgrade(asked, socket, head, viewer => {
        this.viewers.add(viewer);
        viewer.on('message', (data, isBinary) => viewer.send(data, { binary: isBinary }));
        viewer.on('error', () => undefined);
        viewer.once('close', () => this.viewers.delete(viewer));
        viewer.send('hello');
      });
    });
  }

  get linkKeyHash(): string {
    return linkKeyHashOf(this.linkKey);
  }

  /** Asks for one parking place; gives the status that the gateway answered. */
  async park(endpoint: Endpoint, bearer = linkBearer(this.session, this.linkKey)): Promise<number> {
    const socket = await connectTo(endpoint);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.write(
      `GET ${linkPaths.park} HTTP/1.1\r\nHost: berth\r\nConnection: Upgrade\r\nUpgrade: berth-link\r\nAuthorization: ${bearer.reveal()}\r\n\r\n`,
    );
    const status = await statusOf(socket);
    if (status === 101) this.#wait(socket);
    else socket.destroy();
    return status;
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#wss.close();
    this.#http.close();
  }

  #wait(socket: Socket): void {
    this.parked.add(socket);
    socket.once('close', () => this.parked.delete(socket));
    socket.on('data', (bytes: Buffer) => {
      if (bytes.toString() === '\r\n') {
        this.keepAlives += 1;
        return;
      }
      socket.removeAllListeners('data');
      socket.pause();
      this.parked.delete(socket);
      socket.unshift(bytes);
      this.#http.emit('connection', socket);
      socket.resume();
    });
    socket.resume();
  }
}

/** Reads a header, and nothing after it. */
function statusOf(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const handleData = (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.removeListener('data', handleData);
      socket.removeListener('close', handleClose);
      socket.pause();
      const rest = text.slice(end + 4);
      if (rest) socket.unshift(Buffer.from(rest, 'latin1'));
      resolve(Number(text.split(' ')[1]));
    };
    const handleClose = () => reject(new Error('closed without an answer'));
    socket.on('data', handleData);
    socket.once('close', handleClose);
  });
}
