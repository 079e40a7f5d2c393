import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '@berth/testing';
import { WebSocket } from 'ws';

interface Answer {
  readonly id?: number;
  readonly type: string;
  readonly result?: Record<string, unknown>;
  readonly message?: string;
}

/** A Firefox of its own with one page, told what to do by WebDriver BiDi, which Playwright does not speak. */
export class Firefox implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #owned: AsyncDisposableStack;
  readonly #waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  #next = 1;
  #page = '';

  private constructor(socket: WebSocket, owned: AsyncDisposableStack) {
    this.#socket = socket;
    this.#owned = owned;
    socket.on('message', data => this.#handle(JSON.parse(String(data)) as Answer));
  }

  static async launch(): Promise<Firefox> {
    await using owned = new AsyncDisposableStack();
    const profile = owned.use(temporaryFolder());
    const child = spawn(
      'firefox-esr',
      ['--headless', '--no-remote', '--profile', profile.path, '--remote-debugging-port', '0'],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, HOME: profile.path, MOZ_HEADLESS_WIDTH: '1280' },
      },
    );
    const ended = once(child, 'exit');
    owned.defer(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    let address = '';
    for await (const line of createInterface({ input: child.stderr })) {
      address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1] ?? '';
      if (address) break;
    }
    child.stderr.resume();
    const socket = new WebSocket(`${address}/session`);
    await once(socket, 'open');
    owned.defer(() => socket.terminate());
    const firefox = new Firefox(socket, owned.move());
    await firefox.#send('session.new', { capabilities: {} });
    const { contexts } = (await firefox.#send('browsingContext.getTree', {})) as {
      contexts: { context: string }[];
    };
    firefox.#page = contexts[0]?.context ?? '';
    return firefox;
  }

  /** Runs in each page to come, before its own scripts. */
  async addInitScript(script: string): Promise<void> {
    await this.#send('script.addPreloadScript', { functionDeclaration: `() => { ${script} }` });
  }

  async goto(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { context: this.#page, url, wait: 'interactive' });
  }

  /** The value of an expression, as JSON carries it. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = (await this.#send('script.evaluate', {
      expression: `(async () => JSON.stringify(${expression}))()`,
      target: { context: this.#page },
      awaitPromise: true,
    })) as { result?: { value?: string }; exceptionDetails?: { text: string } };
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result?.value === undefined ? undefined : JSON.parse(result.value);
  }

  async click(x: number, y: number): Promise<void> {
    const actions = [
      { type: 'pointerMove', x, y },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#perform({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  }

  /** Keys as WebDriver names them: characters, and private ones for the rest. */
  async press(...keys: readonly string[]): Promise<void> {
    const downs = keys.map(value => ({ type: 'keyDown', value }));
    const ups = [...keys].reverse().map(value => ({ type: 'keyUp', value }));
    await this.#perform({ type: 'key', id: 'keyboard', actions: [...downs, ...ups] });
  }

  async type(text: string): Promise<void> {
    const actions = [...text].flatMap(value => [
      { type: 'keyDown', value: value === '\n' ? '\uE007' : value },
      { type: 'keyUp', value: value === '\n' ? '\uE007' : value },
    ]);
    await this.#perform({ type: 'key', id: 'keyboard', actions });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }

  async #perform(source: object): Promise<void> {
    await this.#send('input.performActions', { context: this.#page, actions: [source] });
  }

  #send(method: string, params: object): Promise<Record<string, unknown>> {
    const id = this.#next++;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #handle({ id, type, result, message }: Answer): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return;
    this.#waiting.delete(id);
    if (type === 'success') waiting.resolve(result ?? {});
    else waiting.reject(new Error(message ?? type));
  }
}
