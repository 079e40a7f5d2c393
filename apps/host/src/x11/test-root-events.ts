import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { XTest } from 'x11';
import { connectX, reply } from './connection.ts';
import type { TestXServer } from './test-x-server.ts';

const types = ['KeyPress', 'KeyRelease', 'ButtonPress', 'ButtonRelease'] as const;

export interface RootEvent {
  readonly type: (typeof types)[number];
  /** The modifiers and buttons that were held before it, as the X protocol counts them. */
  readonly state: number;
  /** X's name of the keysym, or the number of the button. */
  readonly what: string;
}

/** What `xev` writes of each. */
const pattern =
  /((?:Key|Button)(?:Press|Release)) event[\s\S]*?state 0x([0-9a-f]+), (?:keycode \d+ \(keysym 0x[0-9a-f]+, (\w+)\)|button (\d+))/g;
/** XTEST event types, which are those of the core protocol. */
const [buttonPress, buttonRelease] = [4, 5] as const;
/** Pressed here until the watcher is there, which says so only by what it sees; not told of. */
const ownButton = 9;

/** Keys and buttons of an X server without windows, as a program there sees them. Keys do not repeat. */
export class RootEvents implements Disposable {
  readonly #watch: ChildProcess;
  readonly #output: Readable;
  #said = '';

  private constructor(watch: ChildProcess, output: Readable) {
    this.#watch = watch;
    this.#output = output;
    output.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
  }

  static async watch(x: TestXServer): Promise<RootEvents> {
    execFileSync('xset', ['r', 'off'], { env: x.env });
    const xev = spawn('xev', ['-root', '-event', 'keyboard', '-event', 'button'], {
      env: x.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const events = new RootEvents(xev, xev.stdout);
    const { socketPath, cookie } = x;
    using connection = await connectX({ socketPath, cookie }, error => {
      throw error;
    });
    const xtest = await reply<XTest>(cb => connection.client.require('xtest', cb));
    while (!/ButtonRelease/.test(events.#said)) {
      for (const event of [buttonPress, buttonRelease]) xtest.FakeInput(event, ownButton, 0, 0, 0, 0);
      connection.flush();
      await sleep(50);
    }
    return events;
  }

  get seen(): readonly RootEvent[] {
    return [...this.#said.matchAll(pattern)].flatMap(([, name, state = '', key, button]) => {
      const type = types.find(each => each === name);
      if (!type || button === String(ownButton)) return [];
      return [{ type, state: Number.parseInt(state, 16), what: key ?? button ?? '' }];
    });
  }

  /** All since `from`, once one of them fits. */
  async until(fits: (event: RootEvent) => boolean, from = 0): Promise<readonly RootEvent[]> {
    while (!this.seen.slice(from).some(fits)) await once(this.#output, 'data');
    return this.seen.slice(from);
  }

  [Symbol.dispose](): void {
    this.#watch.kill();
  }
}
