import assert from 'node:assert/strict';
import { SeededRandom, temporaryFolder, until } from '@berth/testing';
import { startHost } from '../../apps/host/src/host/test-kit.ts';
import { TestPainter } from '../../apps/host/src/x11/test-painter.ts';
import { startXServer } from '../../apps/host/src/x11/test-x-server.ts';
import { launchBrowser } from '../portal/browser.ts';
import { privateMiB } from '../process-memory.ts';
import { pointerOf, RandomPainting, screenOf } from '../random-painting.ts';
import { buildViewerPage } from '../viewer/built-page.ts';
import { canvasPixels, differenceTo } from '../viewer/canvas-pixels.ts';
import { FakeBerth } from '../viewer/fake-berth.ts';
import { joinToHost } from '../viewer/join-to-host.ts';
import { ExtremeValues } from './extreme-values.ts';
import { hostilities } from './hostile-viewer.ts';

const size = { width: 640, height: 400 };
/** Above what the host and its media process have at the start: pictures that wait, pieces of a clipboard, garbage. */
const memoryRoomMiB = 250;

const sizeOfCanvas = (canvas: Element) => {
  const { width, height } = canvas as HTMLCanvasElement;
  return { width, height };
};

/**
 * Hostile viewers at a real host with a real media process, for so long; after each round an honest page beside them shows the
 * screen exactly, and its pointer is obeyed.
 */
export async function fuzzHost(seed: number, forMs: number): Promise<void> {
  await using owned = new AsyncDisposableStack();
  const built = owned.use(temporaryFolder());
  await buildViewerPage(built.path);
  const x = owned.use(await startXServer(size.width, size.height));
  const host = owned.use(await startHost(x));
  const berth = owned.use(await FakeBerth.start(built.path));
  berth.splice = (request, socket) => void joinToHost(host, request, socket);
  const browser = await launchBrowser();
  owned.defer(() => browser.close());
  const painter = owned.use(await TestPainter.open(x));
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  await page.goto(berth.pageUrl);
  const live = page.locator('html[data-berth-state="live"]');
  await live.waitFor({ state: 'attached' });

  const pids = { host: host.process.pid ?? 0, media: host.mediaPid() };
  const atStart = { host: privateMiB(pids.host), media: privateMiB(pids.media) };
  const most = { host: 0, media: 0 };
  const ends = performance.now() + forMs;
  let rounds = 0;
  let messages = 0;
  let told = performance.now();
  do {
    // Each round has numbers of its own, so that one can be repeated without those before it.
    const random = new SeededRandom(seed + rounds);
    const painting = new RandomPainting(painter, random, { width: 400, height: 300 });
    const attacks = Array.from({ length: 3 }, async (_, index) => {
      const values = new ExtremeValues(new SeededRandom(seed + rounds * 1009 + index));
      const hostility = values.random.pick(hostilities);
      messages += await hostility(await host.gateway.takeParked(), values);
    });
    const attacked = Promise.all(attacks);
    for (let step = 0; step < 12; step++) await painting.anything();
    await attacked;
    rounds++;
    const round = `seed ${seed}, round ${rounds}`;
    assert.equal(host.process.exitCode, null, `${round}: the host ended\n${host.log().slice(-3000)}`);
    assert.equal(host.process.signalCode, null, `${round}: the host ended\n${host.log().slice(-3000)}`);
    for (const name of ['host', 'media'] as const) most[name] = Math.max(most[name], privateMiB(pids[name]));
    assert.ok(most.host < atStart.host + memoryRoomMiB, `${round}: the host has ${most.host} MiB`);

    // Hostile ones may have made it huge.
    const janitor = await (await host.gateway.connectViewer()).hello();
    await janitor.waitFor('welcome');
    janitor.send({ type: 'resize', ...size, dpi: 96 });
    let last: string | null = '';
    const exact = async () => {
      const screen = await screenOf(x);
      if (screen.width !== size.width || screen.height !== size.height) {
        last = `the screen has ${screen.width}×${screen.height}`;
        return false;
      }
      last = differenceTo(await canvasPixels(page), screen);
      return last === null;
    };
    await until(`${round}: the canvas to equal the screen`, exact, 30_000).catch(async error => {
      assert.fail(`${error.message}: ${last}; ${await page.evaluate('JSON.stringify(window.berth.stats())')}
${host.log().slice(-3000)}`);
    });
    janitor.close();
    await live.waitFor({ state: 'attached' });
    const place = { x: 0.2 + random.below(60) / 100, y: 0.2 + random.below(60) / 100 };
    let wobble = 0;
    let seen = {};
    // The place is one of the picture, however large it is: a hostile viewer's last wish of a size may be read after the janitor's.
    const obeyed = async () => {
      wobble = 1 - wobble;
      const canvas = page.locator('canvas[data-berth-screen]');
      const [box, shown] = [await canvas.boundingBox(), await canvas.evaluate(sizeOfCanvas)];
      assert.ok(box);
      const wanted = { x: Math.floor(place.x * shown.width) + wobble, y: Math.floor(place.y * shown.height) };
      await page.mouse.move(
        box.x + ((wanted.x + 0.5) * box.width) / shown.width,
        box.y + ((wanted.y + 0.5) * box.height) / shown.height,
      );
      const pointer = await pointerOf(x);
      seen = { wanted, pointer, box, shown };
      return Math.abs(pointer.x - wanted.x) <= 2 && Math.abs(pointer.y - wanted.y) <= 1;
    };
    await until(`${round}: the pointer to obey`, obeyed).catch(async error => {
      const { width, height } = await screenOf(x);
      const state = await page.evaluate('document.documentElement.dataset.berthState');
      assert.fail(
        `${error.message}: ${JSON.stringify({ ...seen, width, height })}, ${state}\n${host.log().slice(-3000)}`,
      );
    });
    if (performance.now() - told > 30_000) {
      told = performance.now();
      process.stdout.write(
        `fuzzing the host: ${rounds} rounds, ${messages} messages, host ${most.host.toFixed(0)} MiB at most\n`,
      );
    }
  } while (performance.now() < ends);
  const log = host.log();
  process.stdout.write(
    `fuzzed the host: ${rounds} rounds, ${messages} messages; MiB at start and at most: host ${atStart.host.toFixed(0)} ${most.host.toFixed(0)}, media ${atStart.media.toFixed(0)} ${most.media.toFixed(0)}\n`,
  );
  assert.equal(host.mediaPid(), pids.media, `the media process was restarted\n${log.slice(-3000)}`);
  const faults = log.split('\n').filter(line => line.includes('"level":"error"'));
  assert.deepEqual([...new Set(faults)].slice(0, 5), [], `seed ${seed}: the host logged faults`);
}
