import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync } from 'node:fs';
import { Duplex, Readable } from 'node:stream';
import type { LaunchJob, Reason, RunPlan } from '@berth/contract';
import type { BoundedLog } from './bounded-log.ts';
import { readLines } from './lines.ts';
import { processInNamespace } from './namespace-process.ts';
import { startNetwork } from './network.ts';
import { sandboxCommand, sandboxEnvironment } from './sandbox-command.ts';
import { endingSentences, parseSandboxEvent } from './sandbox-event.ts';
import type { SessionFolder } from './session-folder.ts';

export interface SandboxListener {
  /** A process that began, with the machine's number of it. */
  handleProcess(name: string, pid: number | null): void;
  handleUp(): void;
  handleEnded(reason: Reason): void;
}

/** The X server, the session bus and the desktop, in namespaces of their own. */
export class Sandbox {
  readonly #child: ChildProcess;
  readonly #control: Duplex;
  readonly #listener: SandboxListener;
  readonly #logs: { desktop: BoundedLog; keeper: BoundedLog; x: BoundedLog };
  /** First process inside; killing it ends all of them. */
  #first: number | null = null;
  #begun = false;
  /** The newest line of bwrap and setpriv themselves. */
  #complaint = '';
  #network: ChildProcess | null = null;
  #ending: Reason | null = null;
  readonly #gone: Promise<unknown>;

  constructor(
    plan: RunPlan,
    job: LaunchJob,
    folder: SessionFolder,
    filesBeside: string,
    logs: { desktop: BoundedLog; keeper: BoundedLog; x: BoundedLog },
    listener: SandboxListener,
  ) {
    this.#listener = listener;
    this.#logs = logs;
    const [program = '', ...rest] = sandboxCommand(plan, job, folder, filesBeside);
    const stdio = ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'] as const;
    this.#child = spawn(program, rest, { stdio: [...stdio], env: sandboxEnvironment(job), cwd: '/' });
    this.#gone = once(this.#child, 'close').catch(() => undefined);
    const [, desktop, own, control, info, x]: readonly unknown[] = this.#child.stdio;
    if (!(control instanceof Duplex && desktop instanceof Readable && own instanceof Readable))
      throw new Error('no pipes to the sandbox');
    if (!(info instanceof Readable && x instanceof Readable)) throw new Error('no pipes to the sandbox');
    this.#control = control;
    logs.desktop.follow(desktop);
    logs.keeper.follow(own);
    readLines(own, line => {
      if (line.trim() !== '') this.#complaint = line.trim();
    });
    logs.x.follow(x);
    readLines(control, line => this.#handleLine(line, plan, folder));
    let text = '';
    info.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const first = Number(/"child-pid":\s*(\d+)/.exec(text)?.[1] ?? Number.NaN);
      if (this.#first !== null || Number.isNaN(first)) return;
      this.#first = first;
      listener.handleProcess('sandbox', first);
      // bwrap runs, so `unshare` has made the network namespace: earlier, this would configure the machine's own.
      const target = this.#child.pid;
      if (target === undefined) return;
      this.#network = startNetwork(plan, target, logs.keeper);
      listener.handleProcess('network', this.#network.pid ?? null);
    });
    for (const stream of [control, info]) stream.on('error', () => undefined);
    this.#child.on('error', error => logs.keeper.write(Buffer.from(`sandbox: ${error.message}\n`)));
    this.#gone.then(() => this.#handleGone());
  }

  /** Asks the desktop to end, gives it `graceMilliseconds`, then ends every process inside. */
  async stop(graceMilliseconds: number): Promise<void> {
    if (this.#control.writable) this.#control.write('stop\n');
    const timer = setTimeout(() => this.#kill(), graceMilliseconds);
    await this.#gone;
    clearTimeout(timer);
    this.#network?.stdio[3]?.destroy();
    this.#network?.kill('SIGKILL');
  }

  #kill(): void {
    if (this.#first !== null && this.#child.exitCode === null) {
      try {
        process.kill(this.#first, 'SIGKILL');
        return;
      } catch {
        // It ended in this moment.
      }
    }
    this.#child.kill('SIGKILL');
  }

  #handleLine(line: string, plan: RunPlan, folder: SessionFolder): void {
    const event = parseSandboxEvent(line);
    if (!event || this.#ending) return;
    this.#begun = true;
    if (event.type === 'begun') return;
    if (event.type === 'ended') {
      this.#ending = { code: event.code, message: this.#sentence(event.code, event.detail) };
      return;
    }
    const name = event.type === 'x-ready' ? 'x' : 'desktop';
    this.#listener.handleProcess(name, this.#first && processInNamespace(this.#first, event.pid));
    if (event.type === 'desktop-started') return;
    if (plan.privileged) {
      // The folder is on the machine's memory: once it is root's, the owner's programs cannot fill it.
      chownSync(folder.x11, 0, 0);
      chmodSync(folder.x11, 0o755);
    }
    this.#control.write('go\n');
    this.#listener.handleUp();
  }

  #handleGone(): void {
    const code = !this.#begun ? 'sandbox-failed' : 'desktop-died';
    this.#listener.handleEnded(this.#ending ?? { code, message: this.#sentence(code, '') });
  }

  #sentence(code: Reason['code'], detail: string): string {
    const said: Partial<Record<Reason['code'], string>> = {
      'sandbox-failed': this.#complaint,
      'x-server-did-not-start': this.#logs.x.lastLine,
      'app-failed': this.#logs.desktop.lastLine,
    };
    const parts = [endingSentences[code] ?? code, detail, said[code] ?? ''];
    return `${parts.filter(part => part !== '').join(': ')}.`;
  }
}
