import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, until } from '@berth/testing';
import type { Browser, CDPSession } from 'playwright-core';
import { TestPainter } from '../../apps/host/src/x11/test-painter.ts';
import type { BerthUnderTest } from '../berth/berth-under-test.ts';
import { serverProcess, sessionProcesses } from '../berth/session-processes.ts';
import { signedInContext, waitUntilLive } from '../berth/viewer-browser.ts';
import { xServerAddress } from '../berth/x-server-address.ts';
import { MemoryLog } from '../memory-log.ts';
import { privateMiB, withSharedMiB } from '../process-memory.ts';
import { pointerOf, RandomPainting, screenOf } from '../random-painting.ts';
import { canvasPixels, differenceTo } from '../viewer/canvas-pixels.ts';
import { BadNetwork } from './bad-network.ts';
import { happenings, type Stage } from './happenings.ts';
import { processOfPage } from './process-of-page.ts';

/** Only turns a hang into a failure: a path that was silent is given up after some seconds, and waits between attempts. */
const patienceMs = 60_000;
const paintedMs = 12_000;
const smallest = { width: 640, height: 400 };

/** A desktop of a real Berth in a real page, to which things happen; a second page and viewers without one come and go. */
export class SoakedDesktop implements AsyncDisposable {
  readonly memory = new MemoryLog();
  readonly errors: string[] = [];
  readonly #stage: Stage;
  readonly #random: SeededRandom;
  readonly #owned: AsyncDisposableStack;
  readonly #address: ReturnType<typeof xServerAddress>;
  readonly #painting: RandomPainting;
  readonly #devtools: CDPSession;
  readonly #renderer: number;
  readonly #counts = new Map<string, number>();
  #pids: ReturnType<SoakedDesktop['processes']>;

  private constructor(
    stage: Stage,
    random: SeededRandom,
    owned: AsyncDisposableStack,
    painter: TestPainter,
    browserSide: { devtools: CDPSession; renderer: number },
  ) {
    this.#stage = stage;
    this.#random = random;
    this.#owned = owned;
    this.#address = xServerAddress(stage.berth, stage.id);
    this.#painting = new RandomPainting(painter, random, smallest);
    this.#devtools = browserSide.devtools;
    this.#renderer = browserSide.renderer;
    this.#pids = this.processes();
    stage.page.on('pageerror', error => this.errors.push(error.stack ?? error.message));
  }

  static async open(berth: BerthUnderTest, browser: Browser, seed: number): Promise<SoakedDesktop> {
    await using owned = new AsyncDisposableStack();
    const { id } = await berth.createSession({ profile: 'openbox' });
    owned.defer(() => berth.deleteSession(id));
    const network = owned.use(await BadNetwork.to(berth.port));
    const context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    owned.defer(() => context.close());
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${network.port}/s/${id}`);
    await waitUntilLive(page, patienceMs);
    await berth.reached(id, 'running');
    const random = new SeededRandom(seed);
    const painter = owned.use(await TestPainter.open(xServerAddress(berth, id)));
    const devtools = await context.newCDPSession(page);
    const renderer = await processOfPage(browser, page);
    const stage: Stage = { berth, browser, network, page, id, random };
    return new SoakedDesktop(stage, random, owned.move(), painter, { devtools, renderer });
  }

  /** Something is painted while two or three things happen, one after the other. */
  async round(number: number): Promise<void> {
    let happening = true;
    const painted = this.#paintWhile(number, () => happening);
    const ends = performance.now() + paintedMs;
    for (let count = 0; count < 3 && performance.now() < ends; count++) {
      const what = happenings[(number * 3 + count) % happenings.length];
      if (!what) continue;
      await what.happen(this.#stage);
      this.#count(what.name);
      await sleep(this.#random.below(1500));
    }
    happening = false;
    await painted;
  }

  async #paintWhile(number: number, goesOn: () => boolean): Promise<void> {
    const kind = number % 7;
    while (goesOn()) {
      if (kind === 0) await this.#painting.anything();
      else if (kind === 1) await this.#painting.scroll();
      else if (kind === 2) await this.#painting.film();
      else if (kind === 3) await this.#painting.small();
      else if (kind === 4) await this.#painting.pan();
      else if (kind === 5) await this.#painting.drag();
      // Stillness, with a letter now and then.
      else if (this.#random.oneIn(20)) await this.#painting.small();
      await sleep(kind === 3 ? 100 : 33);
    }
  }

  async becomesExact(when: string): Promise<void> {
    const { berth, page, id } = this.#stage;
    await waitUntilLive(page, patienceMs);
    let last: string | null = null;
    const exact = async () => {
      last = differenceTo(await canvasPixels(page), await screenOf(this.#address));
      if (last !== null) await sleep(200);
      return last === null;
    };
    await until(`${when}: the canvas to equal the screen`, exact, patienceMs).catch(async error => {
      const shown = await page.evaluate('JSON.stringify(window.berth.stats())');
      const sent = JSON.stringify((await berth.request('GET', `/api/v1/sessions/${id}/stats`)).body);
      assert.fail(`${error.message}: ${last}; ${this.events()}; the page: ${shown}; the host: ${sent}`);
    });
  }

  async obeys(when: string): Promise<void> {
    const { page } = this.#stage;
    const screen = await screenOf(this.#address);
    const canvas = await page.locator('canvas[data-berth-screen]').boundingBox();
    assert.ok(canvas);
    const scale = canvas.width / screen.width;
    const place = { x: 60 + this.#random.below(400), y: 60 + this.#random.below(250) };
    let wobble = 0;
    await until(
      `${when}: the pointer to obey`,
      async () => {
        wobble = 1 - wobble;
        await page.mouse.move(canvas.x + (place.x + wobble) * scale, canvas.y + place.y * scale);
        const now = await pointerOf(this.#address);
        return Math.abs(now.x - place.x) <= 3 && Math.abs(now.y - place.y) <= 3;
      },
      patienceMs,
    );
  }

  async killMedia(): Promise<void> {
    const { media } = this.#pids;
    process.kill(media, 'SIGKILL');
    this.#count('media killed');
    const another = () => {
      try {
        return this.processes().media !== media;
      } catch {
        // Between two lives.
        return false;
      }
    };
    await until('another media process', another, patienceMs);
    this.#pids = { ...this.#pids, media: this.processes().media };
  }

  assertNobodyDied(): void {
    assert.deepEqual(this.processes(), this.#pids, 'a process was restarted that nobody had killed');
  }

  async noteMemory(): Promise<void> {
    // Always of the same screen, for a larger one takes more.
    for (const width of [1279, 1280]) {
      await this.#stage.page.setViewportSize({ width, height: 720 });
      await sleep(500);
    }
    // And always with an encoder that is open: media takes 50 MiB more then, and gives it back when all is still for long.
    for (let frame = 0; frame < 30; frame++) {
      await this.#painting.film();
      await sleep(33);
    }
    await this.becomesExact('before the memory is noted');
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#devtools.send('Runtime.getHeapUsage');
    this.memory.note('page heap', usedSize / 2 ** 20);
    // A browser that draws without a GPU keeps every frame of video that it has converted, up to some 400 MiB in all: three
    // minutes of nothing but film went to 435 MiB in one, and no further. It gives that back to whoever needs memory.
    await this.#devtools.send('Memory.simulatePressureNotification', { level: 'critical' });
    await sleep(1000);
    for (const [name, pid] of Object.entries(this.processes())) this.memory.note(name, privateMiB(pid));
    const ofPage = withSharedMiB(this.#renderer);
    assert.ok(ofPage > 0, 'the page has another process than at the start');
    this.memory.note('page process', ofPage);
  }

  events(): string {
    return [...this.#counts].map(([name, count]) => `${count} × ${name}`).join(', ');
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  processes() {
    const { berth, id } = this.#stage;
    const { keeper, host, media, xServer } = sessionProcesses(berth, id);
    return {
      keeper,
      host,
      media,
      xServer,
      gateway: serverProcess(berth, 'gateway'),
      broker: serverProcess(berth, 'broker'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }
}
