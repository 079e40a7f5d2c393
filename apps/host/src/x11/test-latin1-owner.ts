import type { XEvent } from 'x11';
import { connectX, reply } from './connection.ts';
import type { TestXServer } from './test-x-server.ts';

const stringAtom = 31;
const append = 2;
const inputOnly = 2;
const selectionNotify = 31;
/** Well under the longest request of an X server. */
const partBytes = 64 * 1024;

/** A program of before Unicode: it has taken the clipboard, and knows the target STRING alone. */
export class TestLatin1Owner implements Disposable {
  readonly #x: Awaited<ReturnType<typeof connectX>>;
  readonly #bytes: Buffer;

  private constructor(x: Awaited<ReturnType<typeof connectX>>, text: string) {
    this.#x = x;
    this.#bytes = Buffer.from(text, 'latin1');
    x.client.on('event', event => {
      if (event.name === 'SelectionRequest') this.#answer(event);
    });
  }

  static async take(server: TestXServer, text: string): Promise<TestLatin1Owner> {
    const x = await connectX(server, error => {
      throw error;
    });
    const owner = new TestLatin1Owner(x, text);
    const clipboard = await reply<number>(cb => x.client.InternAtom(false, 'CLIPBOARD', cb));
    const window = x.client.AllocID();
    x.client.CreateWindow(window, x.root, -1, -1, 1, 1, 0, 0, inputOnly, 0, { eventMask: 0 });
    x.client.SetSelectionOwner(window, clipboard, 0);
    x.flush();
    return owner;
  }

  [Symbol.dispose](): void {
    this.#x[Symbol.dispose]();
  }

  #answer({ requestor = 0, selection = 0, target = 0, property = 0, time = 0 }: XEvent): void {
    const { client } = this.#x;
    const given = target === stringAtom;
    for (let at = 0; given && at < this.#bytes.byteLength; at += partBytes) {
      const part = this.#bytes.subarray(at, at + partBytes);
      client.ChangeProperty(append, requestor, property, stringAtom, 8, part);
    }
    const answer = { type: selectionNotify, seq: 0, time, requestor, selection, target };
    client.SendEvent(requestor, 0, 0, { ...answer, property: given ? property : 0 });
  }
}
