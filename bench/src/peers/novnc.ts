import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { processTree } from '../measure/process-tree.ts';
import { accepts, startChild, until } from './child.ts';
import { startWorkload, startXvfb, startXvnc } from './display-server.ts';
import { freePort } from './free-port.ts';
import type { Peer, RunningPeer, Screen } from './peer.ts';

/** Its package exports only `core/rfb.js`; the folder above holds what that imports. */
const novncFolder = dirname(dirname(createRequire(import.meta.url).resolve('@novnc/novnc')));
const novncVersion: string = JSON.parse(readFileSync(join(novncFolder, 'package.json'), 'utf8')).version;

/**
 * The smallest page that noVNC's own documentation shows (docs/LIBRARY.md), at its default quality. It connects again as noVNC's full
 * page does when told to: `reconnect_delay` is 5000 ms there.
 */
const pageSource = `<!doctype html><title>noVNC</title>
<style>html,body,#screen{margin:0;width:100%;height:100%;background:#222}</style><div id="screen"></div>
<script type="module">
import RFB from '/core/rfb.js';
const port = new URLSearchParams(location.search).get('port');
const connect = () => {
  const rfb = new RFB(document.getElementById('screen'), 'ws://127.0.0.1:' + port + '/');
  rfb.qualityLevel = 6; rfb.compressionLevel = 2; rfb.focusOnClick = true;
  rfb.addEventListener('connect', () => rfb.focus());
  rfb.addEventListener('disconnect', () => setTimeout(connect, 5000));
};
connect();
</script>`;

async function servePage() {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') {
      response.setHeader('content-type', 'text/html').end(pageSource);
      return;
    }
    const file = resolve(novncFolder, `.${path}`);
    if (!file.startsWith(novncFolder) || extname(file) !== '.js') {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', 'text/javascript').end(readFileSync(file));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { url: `http://127.0.0.1:${address.port}/`, server };
}

/** Any RFB server on loopback, through websockify, into noVNC. */
async function startNovnc(
  display: { display: string; xServer: readonly number[]; server: readonly number[] },
  rfbPort: number,
  folder: string,
  stack: AsyncDisposableStack,
): Promise<RunningPeer> {
  const port = await freePort();
  const websockify = stack.use(
    startChild(['websockify', `127.0.0.1:${port}`, `127.0.0.1:${rfbPort}`], join(folder, 'websockify.log')),
  );
  await until('websockify', 10_000, async () => ((await accepts({ port })) ? true : null));
  const { url, server } = await servePage();
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const workload = await startWorkload(display.display, folder);
  stack.use(workload.child);
  const owned = stack.move();
  return {
    port,
    workloadSocket: workload.socket,
    open: async (page, at) => {
      await page.goto(`${url}?port=${at}`);
    },
    processes: () => ({
      xServer: display.xServer,
      server: display.server,
      // It forks a worker for each client, which does the work.
      gateway: websockify.pid === undefined ? [] : processTree(websockify.pid),
    }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function missingProgram(...programs: string[]): string | null {
  for (const program of programs) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`]);
    } catch {
      return `${program} is not installed`;
    }
  }
  return null;
}

function firstLine(command: string): string {
  const text = execFileSync('sh', ['-c', `${command} 2>&1 || true`], { encoding: 'utf8' });
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? 'unknown';
}

const pids = (...children: { readonly pid?: number | undefined }[]) =>
  children.map(child => child.pid).filter(pid => pid !== undefined);

export const novncOverTigervnc: Peer = {
  name: 'novnc-tigervnc',
  settings:
    'Xvnc -FrameRate 60 -AlwaysShared; websockify; noVNC qualityLevel 6, compressionLevel 2 (its defaults), reconnect_delay 5000 ms (default of its page)',
  probe: () => {
    const missing = missingProgram('Xvnc', 'websockify');
    return missing ? { missing } : { version: `${novncVersion} + ${firstLine('Xvnc -version')}` };
  },
  start: async (screen: Screen, folder: string) => {
    await using stack = new AsyncDisposableStack();
    const rfbPort = await freePort();
    const { display, child } = await startXvnc(screen, rfbPort, folder);
    stack.use(child);
    return await startNovnc({ display, xServer: pids(child), server: [] }, rfbPort, folder, stack);
  },
};

export const novncOverX11vnc: Peer = {
  name: 'novnc-x11vnc',
  settings: 'Xvfb; x11vnc -threads off, -defer 5 -wait 5 -xdamage -shm; websockify; noVNC as above',
  probe: () => {
    const missing = missingProgram('Xvfb', 'x11vnc', 'websockify');
    return missing ? { missing } : { version: `${novncVersion} + ${firstLine('x11vnc -version')}` };
  },
  start: async (screen: Screen, folder: string) => {
    await using stack = new AsyncDisposableStack();
    const rfbPort = await freePort();
    const { display, child } = await startXvfb(screen, folder);
    stack.use(child);
    const options = [
      '-forever',
      '-shared',
      '-nopw',
      '-localhost',
      '-quiet',
      '-noxrecord',
      '-defer',
      '5',
      '-wait',
      '5',
    ];
    const x11vnc = stack.use(
      startChild(
        ['x11vnc', '-display', display, '-rfbport', String(rfbPort), ...options],
        join(folder, 'x11vnc.log'),
      ),
    );
    await until('x11vnc', 15_000, async () => ((await accepts({ port: rfbPort })) ? true : null));
    return await startNovnc({ display, xServer: pids(child), server: pids(x11vnc) }, rfbPort, folder, stack);
  },
};
