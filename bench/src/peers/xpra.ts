import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { processTree, readStat } from '../measure/process-tree.ts';
import { accepts, startChild, until } from './child.ts';
import { freeDisplay, startWorkload } from './display-server.ts';
import { freePort } from './free-port.ts';
import type { Peer } from './peer.ts';

export const xpra: Peer = {
  name: 'xpra',
  settings:
    'xpra start-desktop over its own HTML5 page, encodings as the page negotiates, sound, mdns and printing off',
  probe: () => {
    try {
      return {
        version:
          /v?(\d+\.[\d.]+)/.exec(execFileSync('xpra', ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown',
      };
    } catch {
      return { missing: 'xpra is not installed' };
    }
  },
  start: async (screen, folder) => {
    await using stack = new AsyncDisposableStack();
    const port = await freePort();
    const display = `:${await freeDisplay()}`;
    const runtime = join(folder, 'xdg');
    mkdirSync(runtime, { recursive: true, mode: 0o700 });
    const xvfb = `/usr/bin/Xvfb +extension GLX +extension RANDR +extension RENDER -screen 0 ${screen.width}x${screen.height}x24 -nolisten tcp -noreset -auth ${join(folder, 'xauth')}`;
    const command = [
      ...[
        'xpra',
        'start-desktop',
        display,
        '--daemon=no',
        `--bind-tcp=127.0.0.1:${port}`,
        '--html=on',
        '--mdns=no',
      ],
      ...[
        '--pulseaudio=no',
        '--speaker=off',
        '--printing=no',
        '--webcam=no',
        '--notifications=no',
        '--dbus-proxy=no',
      ],
      `--xvfb=${xvfb}`,
    ];
    const child = stack.use(
      startChild(command, join(folder, 'xpra.log'), {
        env: { ...process.env, XDG_RUNTIME_DIR: runtime, XAUTHORITY: join(folder, 'xauth') },
      }),
    );
    await until('xpra', 40_000, async () => ((await accepts({ port })) ? true : null));
    await until('xpra display', 20_000, async () =>
      (await accepts({ path: `/tmp/.X11-unix/X${display.slice(1)}` })) ? true : null,
    );
    const workload = await startWorkload(display, folder, { XAUTHORITY: join(folder, 'xauth') });
    stack.use(workload.child);
    const owned = stack.move();
    return {
      port,
      workloadSocket: workload.socket,
      open: async (page, at) => {
        await page.goto(
          `http://127.0.0.1:${at}/index.html?floating_menu=false&sharing=true&sound=false&clipboard=false`,
        );
      },
      processes: () => {
        const tree = child.pid === undefined ? [] : processTree(child.pid);
        const xServer = tree.filter(pid => readStat(pid)?.name.startsWith('Xvfb'));
        return { xServer, server: tree.filter(pid => !xServer.includes(pid)), gateway: [] };
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};
