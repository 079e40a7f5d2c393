import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, until } from '@berth/testing';
import { TestPainter } from '../x11/test-painter.ts';
import { startXServer } from '../x11/test-x-server.ts';
import { startHost, type TestViewer } from './test-kit.ts';
import { ShownPicture } from './test-shown-picture.ts';

const size = { width: 1601, height: 901 };
const screenBytes = size.width * size.height * 4;
/** Only turns a hang into a failure: the encoder is given back after 20 s in which little has changed. */
const patienceMs = 60_000;

const random = new SeededRandom(1);
const noise = () => random.below(0x100_0000);

/** What each segment of a process takes of shared memory, in bytes. The X server writes the screen into these. */
function segmentsOf(pid: number): number[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap(name => {
    try {
      const path = `${folder}/${name}`;
      return readlinkSync(path).startsWith('/dev/shm/berth-') ? [statSync(path).blocks * 512] : [];
    } catch {
      // It has been closed since the folder was read.
      return [];
    }
  });
}

/** Memory that is no file's. */
function anonymousBytes(pid: number): number {
  const kib = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1024;
}

describe('the memory of a media process', { concurrency: true }, () => {
  it('is given back while a watched desktop is still, and taken anew for the next large change', async () => {
    await using x = await startXServer(size.width, size.height);
    await using host = await startHost(x);
    using painter = await TestPainter.open(x);
    const viewer = await (await host.gateway.connectViewer()).hello();
    const picture = new ShownPicture(size);
    let shown = 0;
    const differs = async () => {
      for (const message of viewer.pictures.slice(shown)) picture.show(message);
      shown = viewer.pictures.length;
      return picture.firstDifference(await painter.screen(size));
    };
    const becomesExact = () => until('an exact picture', async () => (await differs()) === null, patienceMs);
    const encoders = () => viewer.messages.filter(({ type }) => type === 'encoder').length;
    const media = host.mediaPid();

    await viewer.stillOf(size);
    await paintFilm(painter, viewer);
    assert.equal(encoders(), 1);
    assert.equal(segmentsOf(media).length, 2, 'one for video, and one for what comes without loss');
    await becomesExact();
    const used = anonymousBytes(media);
    await until('nothing in shared memory', () => Math.max(...segmentsOf(media)) === 0, patienceMs);
    await until('the end of the encoder', () => segmentsOf(media).length === 1, patienceMs);
    // Two pictures at least: what was converted of them and what x264 keeps comes on top.
    const least = 2 * screenBytes;
    const givenBack = () => used - anonymousBytes(media);
    await until(`${least} bytes, given back`, () => givenBack() > least, patienceMs).catch(error =>
      assert.fail(`${error.message}: it were ${givenBack()} of ${used}`),
    );

    const before = viewer.pictures.length;
    await paintFilm(painter, viewer);
    assert.equal(encoders(), 2);
    const first = viewer.pictures.slice(before).find(({ type }) => type === 'video');
    assert.ok(first?.type === 'video' && first.key);
    await becomesExact();
    assert.equal(host.mediaPid(), media);
    viewer.close();
  });

  it('is given back when nobody watches any more', async () => {
    await using x = await startXServer(size.width, size.height);
    await using host = await startHost(x);
    using painter = await TestPainter.open(x);
    const viewer = await (await host.gateway.connectViewer()).hello();
    const media = host.mediaPid();
    await viewer.stillOf(size);
    await paintFilm(painter, viewer);
    assert.equal(segmentsOf(media).length, 2);
    viewer.close();
    // Whatever is drawn meanwhile.
    const drawing = setInterval(() => painter.put({ x: 0, y: 0, width: 600, height: 400 }, noise), 200);
    try {
      await until('no segments', () => segmentsOf(media).length === 0, patienceMs);
    } finally {
      clearInterval(drawing);
    }
    const again = await (await host.gateway.connectViewer()).hello();
    await again.stillOf(size);
    const picture = new ShownPicture(size);
    for (const message of again.pictures) picture.show(message);
    assert.equal(picture.firstDifference(await painter.screen(size)), null);
    assert.equal(host.mediaPid(), media);
    again.close();
  });
});

/** What only video can carry, until it has. */
async function paintFilm(painter: TestPainter, viewer: TestViewer): Promise<void> {
  const videos = () => viewer.pictures.filter(({ type }) => type === 'video').length;
  for (const before = videos(); videos() < before + 3; ) {
    painter.put({ x: 0, y: 0, ...size }, noise);
    await painter.synchronise();
    await sleep(30);
  }
}
