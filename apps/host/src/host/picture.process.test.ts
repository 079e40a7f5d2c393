import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { nalTypeOf, nalTypes, parseSps, splitNalUnits } from '@berth/bitstream';
import { linkHeaders } from '@berth/contract';
import { SeededRandom, seedOfThisRun } from '@berth/testing';
import { isNewer, type Rect } from '@berth/wire';
import { areaOf, totalAreaOf } from '../media/damage-rects.ts';
import { TestPainter } from '../x11/test-painter.ts';
import { startXServer, type TestXServer } from '../x11/test-x-server.ts';
import { type RunningHost, startHost, type TestViewer } from './test-kit.ts';
import { ShownPicture } from './test-shown-picture.ts';

const random = new SeededRandom(seedOfThisRun());
const noise = () => random.below(0x100_0000);

const inside = (inner: Rect, outer: Rect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Waits until no picture has come for longer than any tier waits. */
async function settled(viewer: TestViewer): Promise<void> {
  for (let count = -1; count !== viewer.pictures.length; ) {
    count = viewer.pictures.length;
    await sleep(700);
  }
}

/** What the screen is after the test that resizes it. */
const resized = { width: 1001, height: 601 };

describe('a host on a real X server', () => {
  let x: TestXServer;
  let host: RunningHost;
  let painter: TestPainter;
  before(async () => {
    x = await startXServer(733, 411);
    host = await startHost(x);
    painter = await TestPainter.open(x);
  });
  after(async () => {
    painter[Symbol.dispose]();
    await host[Symbol.asyncDispose]();
    await x[Symbol.asyncDispose]();
  });

  it('sends a still of the whole screen first, without loss, and no video', async () => {
    painter.put({ x: 100, y: 50, width: 300, height: 200 }, noise);
    const screen = await painter.screen(x.size);
    const viewer = await (await host.gateway.connectViewer()).hello();
    const welcome = await viewer.waitFor('welcome');
    assert.deepEqual([welcome.width, welcome.height, welcome.role], [733, 411, 'control']);
    const picture = new ShownPicture(x.size);
    await viewer.stillOf(x.size);
    for (const message of viewer.pictures) picture.show(message);
    assert.equal(picture.firstDifference(screen), null);
    assert.ok(viewer.pictures.every(({ type }) => type === 'pixels'));
    assert.ok((await viewer.waitFor('resumeTicket')).ticket.startsWith('r1.'));
    assert.ok((await viewer.waitFor('cursor')).width > 0);
    viewer.close();
  });

  it('sends a small change as the pixels of its rectangle, and nothing while nothing changes', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const still = await viewer.stillOf(x.size);
    const before = viewer.pictures.length;
    painter.fill({ x: 700, y: 400, width: 50, height: 5 }, 0x12ab34);
    const drawn = await viewer.waitFor('pixels', picture => isNewer(picture.sequence, still.sequence));
    assert.deepEqual(drawn.rect, { x: 700, y: 400, width: 33, height: 5 });
    assert.equal(drawn.refinement, false);
    await sleep(1500);
    assert.equal(viewer.pictures.length, before + 1);
    viewer.close();
  });

  it('sends a large change as video that decoders show at once, then the quiet parts of it exactly', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(x.size);
    const area = { x: 31, y: 17, width: 500, height: 350 };
    painter.put(area, noise);
    const decoder = await viewer.waitFor('decoder');
    const first = await viewer.waitFor('video');
    assert.ok(first.key);
    assert.ok(first.validity.every(rect => inside(rect, { x: 30, y: 16, width: 502, height: 352 })));
    const sps = splitNalUnits(first.data).find(unit => nalTypeOf(unit) === nalTypes.sps);
    assert.ok(sps);
    const { width, height, reorderFrames, fullRange, matrixCoefficients } = parseSps(sps);
    assert.deepEqual([width, height], [734, 412]);
    assert.deepEqual([decoder.width, decoder.height], [734, 412]);
    assert.equal(reorderFrames, 0);
    assert.deepEqual([fullRange, matrixCoefficients], [false, 6]);
    const screen = await painter.screen(x.size);
    const picture = new ShownPicture(x.size);
    await settled(viewer);
    for (const message of viewer.pictures) picture.show(message);
    assert.equal(picture.firstDifference(screen), null);
    viewer.close();
  });

  it('follows a new size with a still of it', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(x.size);
    viewer.send({ type: 'resize', ...resized, dpi: 96 });
    const screen = await viewer.waitFor('screen', message => message.width === 1001);
    assert.equal(screen.height, 601);
    assert.equal((await viewer.stillOf(screen)).sequence, screen.sequence);
    painter.put({ x: 400, y: 0, width: 600, height: 600 }, noise);
    await viewer.waitFor('decoder', message => message.width === 1002 && message.height === 602);
    await viewer.waitFor('video', picture => picture.key);
    viewer.close();
  });

  it('gives at most one key frame a second, however many are asked for', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    for (let i = 0; i < 100; i++) {
      painter.put({ x: 0, y: 0, width: 300, height: 300 }, noise);
      viewer.send({ type: 'requestKeyFrame' });
      await sleep(20);
    }
    const keys = viewer.pictures.filter(picture => picture.type === 'video' && picture.key).length;
    assert.ok(keys >= 1 && keys <= 4, `${keys} key frames`);
    viewer.close();
  });

  it('sends as video what is not small, where the quality is economical', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    // About 40 KB without loss.
    const noisy = { x: 0, y: 0, width: 100, height: 100 };
    const nextOf = async () => {
      await settled(viewer);
      const since = viewer.pictures.length;
      painter.put(noisy, noise);
      await settled(viewer);
      return viewer.pictures.slice(since).map(({ type }) => type);
    };
    assert.deepEqual(await nextOf(), ['pixels']);
    viewer.send({ type: 'chooseQuality', quality: 'economical' });
    await viewer.waitFor('quality', ({ quality }) => quality === 'economical');
    const types = await nextOf();
    assert.deepEqual([types[0], types.at(-1)], ['video', 'pixels'], 'and exact once it rests');
    // The tests that follow go by this one's end.
    const told = viewer.messages.length;
    viewer.send({ type: 'chooseQuality', quality: 'balanced' });
    await viewer.waitFor('quality', choice => viewer.messages.indexOf(choice) >= told);
    viewer.close();
  });

  it('gives those in control no more key frames than one in four seconds for those who only watch', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const watcher = await (
      await host.gateway.connectViewer({ [linkHeaders.role]: 'view', [linkHeaders.user]: 'bob' })
    ).hello();
    await Promise.all([viewer, watcher].map(each => each.stillOf(resized)));
    for (let tries = 0; !viewer.pictures.some(({ type }) => type === 'video'); tries++) {
      assert.ok(tries < 200, 'no video came');
      painter.put({ x: 0, y: 0, width: 300, height: 300 }, noise);
      await sleep(20);
    }
    const from = performance.now();
    const since = viewer.pictures.length;
    while (performance.now() - from < 3000) {
      painter.put({ x: 0, y: 0, width: 300, height: 300 }, noise);
      watcher.send({ type: 'requestKeyFrame' });
      await sleep(20);
    }
    const keys = viewer.pictures.slice(since).filter(picture => picture.type === 'video' && picture.key);
    assert.ok(keys.length <= 1, `${keys.length} key frames`);
    viewer.close();
    watcher.close();
  });

  it('gives a newcomer a still without a key frame for the others', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    // A key frame of the test before may be less than a second old: then this one's comes with a later change.
    for (let tries = 0; !viewer.pictures.some(picture => picture.type === 'video'); tries++) {
      assert.ok(tries < 200, 'no video came');
      painter.put({ x: 0, y: 0, width: 400, height: 300 }, noise);
      await sleep(50);
    }
    await settled(viewer);
    const before = viewer.pictures.length;
    const newcomer = await (await host.gateway.connectViewer()).hello();
    const picture = new ShownPicture(resized);
    await newcomer.stillOf(resized);
    await settled(newcomer);
    for (const message of newcomer.pictures) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(resized)), null);
    assert.equal(viewer.pictures.length, before);
    newcomer.close();
    viewer.close();
  });

  it('gives a viewer that paused what it has missed', async () => {
    const watcher = await (await host.gateway.connectViewer()).hello();
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    viewer.send({ type: 'pause', paused: true });
    await sleep(100);
    const before = viewer.pictures.length;
    painter.put({ x: 0, y: 0, width: 400, height: 300 }, noise);
    painter.fill({ x: 500, y: 300, width: 40, height: 40 }, 0xabcdef);
    await settled(watcher);
    assert.equal(viewer.pictures.length, before);
    viewer.send({ type: 'pause', paused: false });
    await viewer.stillOf(resized, before);
    await settled(viewer);
    const picture = new ShownPicture(resized);
    for (const message of viewer.pictures.slice(before)) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(resized)), null);
    viewer.close();
    watcher.close();
  });

  const page = { x: 40, y: 100, width: 640, height: 480 };
  /** `grain`: how many pixels wide a colour is. */
  const rows = (y: number, height: number, top: number, grain = 4) =>
    painter.put({ ...page, y, height }, index => {
      const row = top + Math.floor(index / page.width);
      return (row * 2654435761 + Math.floor((index % page.width) / grain) * 40503) >>> 8;
    });

  /** A page to scroll. The tier begins with the first change that is video's. */
  async function showPage(viewer: TestViewer): Promise<void> {
    for (let tries = 0; !viewer.pictures.some(shown => shown.type === 'video'); tries++) {
      assert.ok(tries < 100, 'no video came');
      painter.put(page, noise);
      await sleep(50);
    }
    await sleep(1100);
    rows(page.y, page.height, 0);
    await settled(viewer);
  }

  async function scrollWhile(goesOn: () => boolean, everyMs: number, grain = 4): Promise<void> {
    const by = 4;
    for (let top = page.height; goesOn(); top += by) {
      const kept = page.height - by;
      painter.copy({ ...page, y: page.y + by, height: kept }, page.x, page.y);
      rows(page.y + kept, by, top, grain);
      await painter.synchronise();
      await sleep(everyMs);
    }
  }

  it('copies what is scrolled, and sends without loss what comes into view', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const size = resized;
    const picture = new ShownPicture(size);
    await viewer.stillOf(resized);
    await showPage(viewer);
    for (const message of viewer.pictures) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(size)), null);

    for (const [step, by] of [3, 7, 30, -12, 1, 64, -40, 9].entries()) {
      const before = viewer.pictures.length;
      const kept = page.height - Math.abs(by);
      if (by > 0) painter.copy({ ...page, y: page.y + by, height: kept }, page.x, page.y);
      else painter.copy({ ...page, height: kept }, page.x, page.y - by);
      painter.put(
        { ...page, y: by > 0 ? page.y + kept : page.y, height: Math.abs(by) },
        () => step * 0x334455,
      );
      await painter.synchronise();
      await settled(viewer);
      for (const message of viewer.pictures.slice(before)) picture.show(message);
      assert.equal(picture.firstDifference(await painter.screen(size)), null, `by ${by}`);
    }
    // Not always: a capture may fall between the drawing of what moved and of what came into view.
    const copies = viewer.pictures.filter(({ type }) => type === 'copy');
    assert.ok(copies.length >= 2, viewer.pictures.map(({ type }) => type).join(' '));
    viewer.close();
  });

  it('sends of a window that is drawn anew only what has changed, and makes the rest exact meanwhile', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const size = resized;
    await viewer.stillOf(resized);
    await showPage(viewer);
    const content = Array.from({ length: page.width * page.height }, noise);
    painter.putAtOnce(page, index => content[index] ?? 0);
    let step = 0;
    // Without a pause, as what draws with OpenGL does here.
    const drawAnew = async () => {
      for (let times = 0; times < 20; times++) {
        painter.copy(page, page.x, page.y);
        await painter.synchronise();
        await sleep(2);
      }
      painter.fill({ ...page, width: 30, height: 30 }, ++step * 0x10305);
    };
    const before = viewer.pictures.length;
    const kindsSince = (from: number) => viewer.pictures.slice(from).map(({ type }) => type);
    const isRefined = () =>
      viewer.pictures.slice(before).some(shown => shown.type === 'pixels' && shown.refinement);
    while (!(kindsSince(before).includes('video') && isRefined())) {
      assert.ok(step < 200, kindsSince(before).join(' '));
      await drawAnew();
    }
    const refined = viewer.pictures.length;
    for (let times = 0; times < 30; times++) await drawAnew();
    const kinds = kindsSince(refined);
    assert.ok(kinds.filter(type => type === 'video').length <= 5, kinds.join(' '));
    await settled(viewer);
    const picture = new ShownPicture(size);
    for (const message of viewer.pictures) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(size)), null);
    viewer.close();
  });

  it('copies a picture that is panned, and sends without loss what comes into view', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const size = resized;
    await viewer.stillOf(resized);
    await showPage(viewer);
    const picture = new ShownPicture(size);
    for (const message of viewer.pictures) picture.show(message);
    const colourAt = (left: number, top: number) =>
      Math.imul(Math.imul(left, 0x9e3779b1) ^ top, 0x85ebca6b) >>> 8;
    let left = 1000;
    let top = 1000;
    const draw = () =>
      painter.putAtOnce(page, index =>
        colourAt(left + (index % page.width), top + Math.floor(index / page.width)),
      );
    const before = viewer.pictures.length;
    for (const [byX, byY] of [
      [0, 0],
      [3, 2],
      [-7, 1],
      [0, -5],
      [11, 0],
      [2, 30],
      [-20, -9],
      [1, 1],
    ] as const) {
      const from = viewer.pictures.length;
      left += byX;
      top += byY;
      draw();
      await painter.synchronise();
      await settled(viewer);
      for (const message of viewer.pictures.slice(from)) picture.show(message);
      assert.equal(picture.firstDifference(await painter.screen(size)), null, `by ${byX}, ${byY}`);
    }
    const copies = viewer.pictures.slice(before).filter(({ type }) => type === 'copy');
    assert.ok(copies.length >= 1, viewer.pictures.map(({ type }) => type).join(' '));
    viewer.close();
  });

  it('makes exact what was lossy while it moves', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    await showPage(viewer);
    const size = resized;
    const picture = new ShownPicture(size);
    let content: readonly number[] = [];
    const drawAt = async (top: number) => {
      painter.putAtOnce(page, index => content[index + top * page.width] ?? 0);
      await painter.synchronise();
      await sleep(20);
    };
    let shown = 0;
    let copied = -1;
    let refinedOnItsWay = 0;
    for (let step = 0; picture.isLossy || refinedOnItsWay < 5; step++) {
      assert.ok(step < 400, `${refinedOnItsWay} parts became exact on their way, and not all of it`);
      // On a slow machine, all of it may have rested.
      if (!picture.isLossy) content = Array.from({ length: page.width * (page.height + 4) }, noise);
      // Up and down by a row: nothing lossy leaves the screen by itself.
      await drawAt(Math.abs(4 - (step % 8)));
      for (const message of viewer.pictures.slice(shown)) {
        picture.show(message);
        if (message.type === 'copy') copied = message.sequence;
        if (message.type === 'pixels' && message.refinement && message.sequence === copied) refinedOnItsWay++;
      }
      shown = viewer.pictures.length;
    }
    await settled(viewer);
    for (const message of viewer.pictures.slice(shown)) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(size)), null);
    viewer.close();
  });

  it('makes whole who has missed something while content scrolls', async () => {
    const watcher = await (await host.gateway.connectViewer()).hello();
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    await showPage(watcher);

    let scrolls = true;
    const scrolled = scrollWhile(() => scrolls, 33);
    try {
      await viewer.waitFor('copy');
      viewer.acknowledges = false;
      await watcher.waitFor('copy', ({ sequence }) =>
        isNewer(sequence, (viewer.pictures.at(-1)?.sequence ?? 0) + 5),
      );
      viewer.acknowledges = true;
      const sequence = viewer.pictures.at(-1)?.sequence ?? 0;
      viewer.send({ type: 'ack', sequence, pageMs: 1 });
      const key = await viewer.waitFor('video', video => video.key && isNewer(video.sequence, sequence));
      await watcher.waitFor('copy', copy => isNewer(copy.sequence, key.sequence));
      scrolls = false;
      await scrolled;
      await settled(viewer);
      const size = resized;
      const picture = new ShownPicture(size);
      for (const message of viewer.pictures.slice(viewer.pictures.indexOf(key))) picture.show(message);
      assert.equal(picture.firstDifference(await painter.screen(size)), null);
    } finally {
      scrolls = false;
      await scrolled;
      viewer.close();
      watcher.close();
    }
  });

  it('tells who has missed something beside a film where that was, and makes it whole while the film goes on', async () => {
    const watcher = await (await host.gateway.connectViewer()).hello();
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    const area = { x: 30, y: 20, width: 256, height: 192 };
    const letter = { x: 801, y: 500, width: 20, height: 12 };
    let goesOn = true;
    const film = async () => {
      while (goesOn) {
        painter.put(area, noise);
        await painter.synchronise();
        await sleep(33);
      }
    };
    const filmed = film();
    try {
      await viewer.waitFor('video');
      viewer.acknowledges = false;
      const last = viewer.pictures.at(-1)?.sequence ?? 0;
      await watcher.waitFor('video', ({ sequence }) => isNewer(sequence, last + 8));
      painter.fill(letter, 0x1f2e3d);
      await watcher.waitFor('pixels', pixels => !pixels.refinement && inside(letter, pixels.rect));
      viewer.acknowledges = true;
      const sequence = viewer.pictures.at(-1)?.sequence ?? 0;
      viewer.send({ type: 'ack', sequence, pageMs: 1 });
      const { rects } = await viewer.waitFor('leftOut', leftOut => isNewer(leftOut.sequence, sequence));
      // What is around the film may have been refined meanwhile.
      const around = { x: 0, y: 0, width: 320, height: 256 };
      assert.ok(
        rects.every(rect => inside(rect, around) || inside(letter, rect)),
        JSON.stringify(rects),
      );
      assert.ok(totalAreaOf(rects) < areaOf(around) + 2 * areaOf(letter), JSON.stringify(rects));
      assert.ok(
        rects.some(rect => inside(letter, rect)),
        JSON.stringify(rects),
      );
      const acknowledged = viewer.pictures.findIndex(picture => isNewer(picture.sequence, sequence));
      const still = await viewer.stillOf(resized, acknowledged, 20_000);
      await viewer.waitFor('video', video => isNewer(video.sequence, still.sequence));
    } finally {
      goesOn = false;
      await filmed;
      viewer.close();
      watcher.close();
    }
  });

  it('slows nobody down for one in control who is slow, and who gets all of it in the end', async () => {
    const slow = await (await host.gateway.connectViewer()).hello();
    const viewer = await (await host.gateway.connectViewer()).hello();
    await Promise.all([slow, viewer].map(each => each.stillOf(resized)));
    slow.acknowledges = false;
    const acknowledge = () => {
      const sequence = slow.pictures.at(-1)?.sequence ?? 0;
      slow.send({ type: 'ack', sequence, pageMs: 1 });
    };
    const slowly = setInterval(acknowledge, 400);
    const before = [slow, viewer].map(each => each.pictures.length);
    for (let frame = 0; frame < 120; frame++) {
      painter.put({ x: 0, y: 0, width: 400, height: 300 }, noise);
      await painter.synchronise();
      await sleep(25);
    }
    clearInterval(slowly);
    const [late = 0, timely = 0] = [slow, viewer].map(
      (each, index) => each.pictures.length - (before[index] ?? 0),
    );
    assert.ok(timely > 1.5 * late, `${timely} pictures, and ${late} for the slow one`);
    slow.acknowledges = true;
    acknowledge();
    await settled(slow);
    const picture = new ShownPicture(resized);
    for (const message of slow.pictures) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(resized)), null);
    slow.close();
    viewer.close();
  });

  it('is exact in the end for who returns while content scrolls', async () => {
    const watcher = await (await host.gateway.connectViewer()).hello();
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.stillOf(resized);
    await showPage(watcher);
    // So that a part of a still takes as long as a beat.
    for (const beside of [
      { x: 0, y: 0, width: 1001, height: page.y },
      { x: 680, y: 0, width: 321, height: 601 },
    ])
      painter.put(beside, noise);
    await settled(watcher);
    let scrolls = true;
    // What a part of a still has covered is sent anew in the next copy: it has to be cheap.
    rows(page.y, page.height, 0, 64);
    let scrolled = scrollWhile(() => scrolls, 8, 64);
    try {
      for (let round = 0; round < 4; round++) {
        await watcher.waitFor('copy', copy => watcher.pictures.indexOf(copy) > watcher.pictures.length - 20);
        viewer.send({ type: 'pause', paused: true });
        await sleep(1100);
        const since = viewer.pictures.length;
        viewer.send({ type: 'pause', paused: false });
        await viewer.stillOf(resized, since);
        await sleep(100);
        scrolls = false;
        await scrolled;
        await settled(viewer);
        const picture = new ShownPicture(resized);
        for (const message of viewer.pictures.slice(since)) picture.show(message);
        assert.equal(picture.firstDifference(await painter.screen(resized)), null, `round ${round}`);
        scrolls = true;
        scrolled = scrollWhile(() => scrolls, 8, 64);
      }
    } finally {
      scrolls = false;
      await scrolled;
      viewer.close();
      watcher.close();
    }
  });

  it('goes on for the others between the parts of a still that is made for one', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const returning = await (await host.gateway.connectViewer()).hello();
    await Promise.all([returning, viewer].map(each => each.stillOf(resized)));
    let goesOn = true;
    const film = async () => {
      while (goesOn) {
        painter.put({ x: 0, y: 0, width: 1000, height: 600 }, noise);
        await painter.synchronise();
        await sleep(5);
      }
    };
    const filmed = film();
    try {
      for (let tries = 0, between = false; !between; tries++) {
        assert.ok(tries < 20, 'all waited for every still');
        const since = returning.pictures.length;
        returning.send({ type: 'pause', paused: true });
        await sleep(1100);
        returning.send({ type: 'pause', paused: false });
        const last = await returning.stillOf(resized, since);
        const first = returning.pictures.slice(since).find(({ type }) => type === 'pixels');
        const ends = [first?.sequence ?? 0, last.sequence];
        between = ends[0] !== ends[1];
      }
    } finally {
      goesOn = false;
      await filmed;
      returning.close();
      viewer.close();
    }
  });

  it('shows the picture again after media was killed, and the sequence goes on', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const newest = (await viewer.waitFor('pixels')).sequence;
    const pid = host.mediaPid();
    process.kill(pid, 'SIGKILL');
    const again = await viewer.waitFor('pixels', picture => isNewer(picture.sequence, newest));
    assert.ok(again.data.length > 0);
    assert.notEqual(host.mediaPid(), pid);
    viewer.close();
  });

  it('starts another media process when the first one hangs', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    const newest = (await viewer.waitFor('pixels')).sequence;
    process.kill(host.mediaPid(), 'SIGSTOP');
    await viewer.waitFor('pixels', picture => isNewer(picture.sequence, newest));
    viewer.close();
  });

  it('ends with a code of its own when the X server goes', async () => {
    const viewer = await (await host.gateway.connectViewer()).hello();
    await viewer.waitFor('welcome');
    const exited = new Promise(resolve => host.process.once('exit', resolve));
    x.process.kill('SIGKILL');
    assert.equal((await viewer.waitFor('end')).code, 'session-ended');
    assert.equal(await exited, 69);
  });
});
