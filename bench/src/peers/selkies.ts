import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { processTree } from '../measure/process-tree.ts';
import { accepts, startChild, until } from './child.ts';
import { startWorkload, startXvfb } from './display-server.ts';
import { freePort } from './free-port.ts';
import type { Peer } from './peer.ts';

const version = '2.1.0';
const environment = join(homedir(), '.cache', 'berth-bench', `selkies-${version}`);
const program = join(environment, 'bin', 'selkies');

/** Installs Selkies (with pixelflux, its capture and encode library) into a virtual environment of its own, once. */
function install(): string | null {
  if (existsSync(program)) return null;
  try {
    mkdirSync(environment, { recursive: true });
    execFileSync('python3', ['-m', 'venv', environment], { stdio: 'pipe' });
    execFileSync(join(environment, 'bin', 'pip'), ['install', '-q', `selkies==${version}`], {
      stdio: 'pipe',
    });
    return null;
  } catch (error) {
    return `its Python package could not be installed (${error instanceof Error ? error.message.split('\n')[0] : error})`;
  }
}

export const selkies: Peer = {
  name: 'selkies',
  settings:
    'websockets transport (its default), h264enc (its default), 60 fps, fixed resolution, audio off; Xvfb as in its own images',
  probe: () => {
    const missing = install();
    return missing ? { missing } : { version };
  },
  start: async (screen, folder) => {
    await using stack = new AsyncDisposableStack();
    const port = await freePort();
    const { display, child: xvfb } = await startXvfb(screen, folder);
    stack.use(xvfb);
    const options = {
      mode: 'websockets',
      addr: '127.0.0.1',
      port: String(port),
      'enable-basic-auth': 'false',
      'audio-enabled': 'false',
      'microphone-enabled': 'false',
      'gamepad-enabled': 'false',
      'webcam-enabled': 'false',
      'command-enabled': 'false',
      'manual-resolution': 'true',
      'manual-width': String(screen.width),
      'manual-height': String(screen.height),
      framerate: '60',
      encoder: 'h264enc',
    };
    const command = [program, ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, value])];
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const child = stack.use(
      startChild(command, join(folder, 'selkies.log'), {
        cwd: home,
        env: { ...process.env, DISPLAY: display, HOME: home, PULSE_SERVER: 'none' },
      }),
    );
    await until('selkies', 30_000, async () => ((await accepts({ port })) ? true : null));
    const workload = await startWorkload(display, folder);
    stack.use(workload.child);
    const owned = stack.move();
    return {
      port,
      workloadSocket: workload.socket,
      open: async (page, at) => {
        await page.goto(`http://127.0.0.1:${at}/`);
      },
      processes: () => ({
        xServer: xvfb.pid === undefined ? [] : [xvfb.pid],
        server: child.pid === undefined ? [] : processTree(child.pid),
        gateway: [],
      }),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};
