import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { accepts, startChild, until } from './child.ts';
import type { Screen } from './peer.ts';
import { workloadCommand } from './workload-client.ts';

/** First display number that nothing uses, from 70 up. */
export async function freeDisplay(): Promise<number> {
  for (let number = 70; number < 200; number++) {
    if (!(await accepts({ path: `/tmp/.X11-unix/X${number}` }))) return number;
  }
  throw new Error('no free X display between 70 and 199');
}

/** TigerVNC's Xvnc with its RFB port on loopback. */
export async function startXvnc(screen: Screen, rfbPort: number, folder: string) {
  const number = await freeDisplay();
  const command = [
    'Xvnc',
    `:${number}`,
    ...['-geometry', `${screen.width}x${screen.height}`, '-depth', '24', '-SecurityTypes', 'None'],
    ...['-rfbport', String(rfbPort), '-localhost', '-nolisten', 'tcp', '-AlwaysShared', '-FrameRate', '60'],
  ];
  const child = startChild(command, join(folder, 'xvnc.log'));
  await until('Xvnc', 10_000, async () =>
    (await accepts({ path: `/tmp/.X11-unix/X${number}` })) ? true : null,
  );
  return { display: `:${number}`, child };
}

export async function startXvfb(screen: Screen, folder: string) {
  const number = await freeDisplay();
  const size = `${screen.width}x${screen.height}x24`;
  const child = startChild(
    ['Xvfb', `:${number}`, '-screen', '0', size, '-nolisten', 'tcp'],
    join(folder, 'xvfb.log'),
  );
  await until('Xvfb', 10_000, async () =>
    (await accepts({ path: `/tmp/.X11-unix/X${number}` })) ? true : null,
  );
  return { display: `:${number}`, child };
}

/** The workload program on `display`; resolves when it listens. */
export async function startWorkload(display: string, folder: string, environment: NodeJS.ProcessEnv = {}) {
  const socket = join(mkdtempSync(join(folder, 'workload-')), 'control');
  const child = startChild(workloadCommand(socket), join(folder, 'workload.log'), {
    env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1', ...environment },
  });
  await until('workload', 15_000, async () => ((await accepts({ path: socket })) ? true : null));
  return { socket, child };
}
