import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SceneName } from '../workload/scenes.ts';
import type { Screen } from './peer.ts';

const workloadProgram = fileURLToPath(new URL('../workload/main.ts', import.meta.url));

/** The command that runs the workload on the display of its environment. */
export function workloadCommand(controlSocket: string): readonly string[] {
  return [process.execPath, '--no-deprecation', workloadProgram, '--control', controlSocket];
}

/** Steers a workload program that runs elsewhere. */
export class WorkloadClient implements Disposable {
  readonly #socket: Socket;
  readonly #replies: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async connect(path: string): Promise<WorkloadClient> {
    const socket = connect(path);
    await once(socket, 'connect');
    return new WorkloadClient(socket);
  }

  async #ask(command: object): Promise<Record<string, unknown>> {
    this.#socket.write(`${JSON.stringify(command)}\n`);
    const { value } = await this.#replies.next();
    const reply = JSON.parse(value ?? '{"ok":false,"error":"the workload has ended"}');
    if (!reply.ok) throw new Error(`workload: ${reply.error}`);
    return reply;
  }

  /** Shows a scene; gives the size of the display. */
  async scene(name: SceneName): Promise<Screen> {
    const { width, height } = await this.#ask({ do: 'scene', name });
    return { width: Number(width), height: Number(height) };
  }

  /** Paints again what stands still, so that there is something new to send. */
  async repaint(): Promise<void> {
    await this.#ask({ do: 'repaint' });
  }

  async freeze(): Promise<void> {
    await this.#ask({ do: 'freeze' });
  }

  /** What X shows as BGRX bytes, after painting the frame of `clock` again where `repaint` is set. */
  async reference(clock: number, repaint: boolean): Promise<Buffer> {
    const { pixels } = await this.#ask({ do: 'reference', clock, repaint });
    return Buffer.from(String(pixels), 'base64');
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
