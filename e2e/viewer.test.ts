import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { until } from '@berth/testing';
import { type FakeViewerLink, problem } from './viewer/fake-berth.ts';
import { assertColor, becomes, blue, grey, liveScene, picture, pixelAt, red, scene } from './viewer/scene.ts';
import { configure, greet, largeStill, pixels, screen, video, welcome } from './viewer/scripted-host.ts';
import { TestStream } from './viewer/test-stream.ts';

/** What is large is inflated when the test says so. */
const lateInflation = `
  const { DecompressionStream: Real } = globalThis;
  const said = new Promise(resolve => Object.assign(globalThis, { inflate: () => resolve() }));
  globalThis.DecompressionStream = class {
    constructor(format) {
      const { readable, writable } = new Real(format);
      const late = new TransformStream({ start: () => said });
      Object.assign(this, { writable, readable: readable.pipeThrough(late) });
    }
  };`;

describe('the picture', () => {
  test('appears with the right pixels, and the host hears that it is drawn', async () => {
    await using made = await liveScene();
    const { page, link, stream } = made;
    stream.fill(64, 32, 64, 64, red);
    await video(link, stream, 2);
    await link.next('ack', ack => ack.sequence === 2);
    assertColor(await pixelAt(page, 96, 64), red);
    assertColor(await pixelAt(page, 200, 200), grey);
    const size = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
      return [canvas?.width, canvas?.height];
    });
    assert.deepEqual(size, [320, 240]);
    const stats = await page.evaluate<{ framesDecoded: number; transport: string } | null>(
      'window.berth.stats()',
    );
    assert.equal(stats?.framesDecoded, 2);
    assert.equal(stats?.transport, 'websocket');
    assert.equal(await page.title(), 'Wind tunnel');
    assert.deepEqual(made.errors, []);
    await picture(page, 'live');
  });

  test('keeps a newer rectangle when an older frame leaves the decoder late', async () => {
    await using made = await liveScene();
    const { page, link, stream } = made;
    stream.fill(0, 0, 320, 240, red);
    await video(link, stream, 2);
    pixels(link, 3, { x: 10, y: 11, width: 33, height: 21 }, blue);
    await link.next('ack', ack => ack.sequence === 3);
    assert.deepEqual(await pixelAt(page, 10, 11), [...blue]);
    assert.deepEqual(await pixelAt(page, 42, 31), [...blue]);
    assertColor(await pixelAt(page, 43, 31), red);
    assertColor(await pixelAt(page, 9, 11), red);
  });

  test('keeps a still that is ready only after the frame that follows it', async () => {
    await using made = await scene({ init: lateInflation });
    const { berth, page, stream } = made;
    const arrived = berth.viewer();
    await page.goto(berth.pageUrl);
    const link = await arrived;
    await welcome(link);
    const changed = { x: 64, y: 32, width: 64, height: 64 };
    stream.fill(0, 0, 320, 240, red);
    largeStill(link, 1, blue);
    await video(link, stream, 2, true, [changed]);
    await becomes(page, 'live');
    assertColor(await pixelAt(page, 200, 200), red);
    await page.evaluate('inflate()');
    await link.next('ack', ack => ack.sequence === 2);
    assert.deepEqual(await pixelAt(page, 200, 200), [...blue]);
    assertColor(await pixelAt(page, 96, 64), red);
  });

  test('asks for all of it when the browser has lost the canvas, and is paused while the tab is hidden', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    const words = () => link.received.flatMap(message => (message.type === 'pause' ? message.paused : []));
    const devtools = await page.context().browser()?.newBrowserCDPSession();
    // Its answer does not come, where the process is the browser's own.
    void devtools?.send('Browser.crashGpuProcess').catch(() => undefined);
    await until('a pause and its end', () => words().length === 2, 20_000);
    pixels(link, 2, { x: 0, y: 0, ...screen }, blue);
    await link.next('ack', ack => ack.sequence === 2);
    assert.deepEqual(await pixelAt(page, 200, 200), [...blue]);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await until('another pause', () => words().length === 3);
    assert.deepEqual(words(), [true, false, true]);
  });

  test('asks for a key frame when the decoder fails, and goes on', async () => {
    await using made = await liveScene();
    const { page, link, stream } = made;
    link.send({
      type: 'video',
      sequence: 2,
      key: true,
      capturedAt: 1,
      inputSerial: 0,
      validity: [],
      data: new Uint8Array([0, 0, 0, 1, 0x65, 1, 2, 3]),
    });
    await link.next('requestKeyFrame');
    configure(link);
    stream.fill(0, 0, 320, 240, blue);
    await video(link, stream, 3, true);
    await link.next('ack', ack => ack.sequence === 3);
    assertColor(await pixelAt(page, 160, 120), blue);
  });

  test('asks for no larger screen than its browser decodes, of the shape of its window', async () => {
    const upTo1920 = `{
      const { isConfigSupported } = VideoDecoder;
      VideoDecoder.isConfigSupported = config =>
        config.codedWidth > 1920 ? Promise.resolve({ supported: false, config }) : isConfigSupported.call(VideoDecoder, config);
    }`;
    for (const [init, hello, wanted] of [
      [undefined, [8192, 4352], [2400, 1200, 96]],
      [upTo1920, [1920, 1088], [1920, 960, 76]],
    ] as const) {
      await using made = await scene(init ? { init } : {});
      const { berth, page, stream } = made;
      await page.setViewportSize({ width: 2400, height: 1200 });
      const arrived = berth.viewer();
      await page.goto(`${berth.pageUrl}?size=window`);
      const link = await arrived;
      const { maxWidth, maxHeight } = await link.next('hello');
      assert.deepEqual([maxWidth, maxHeight], hello);
      await greet(link, stream);
      const { width, height, dpi } = await link.next('resize');
      assert.deepEqual([width, height, dpi], wanted);
    }
  });

  test('takes another size with the picture that has it', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    using wider = await TestStream.open(480, 160);
    wider.fill(0, 0, 480, 160, blue);
    link.send({ type: 'screen', sequence: 2, width: 480, height: 160 });
    link.send({
      type: 'decoder',
      codec: 'avc1.42c02a',
      width: 480,
      height: 160,
      description: new Uint8Array(0),
    });
    pixels(link, 2, { x: 0, y: 0, width: 480, height: 20 }, blue);
    await link.next('ack', ack => ack.sequence === 1 || ack.sequence === 2);
    await until('the new size', async () => (await pixelAt(page, 470, 10))[2] === blue[2]);
    assertColor(await pixelAt(page, 100, 100), grey);
    await video(link, wider, 3, true);
    await link.next('ack', ack => ack.sequence === 3);
    assertColor(await pixelAt(page, 470, 150), blue);
  });
});

describe('the connection', () => {
  test('comes back by its resume ticket after a cut, and keeps the last picture meanwhile', async () => {
    await using made = await scene();
    const { berth, page, stream } = made;
    const first = berth.viewer();
    await page.goto(berth.pageUrl);
    const link = await first;
    await greet(link, stream, { resume: 'r1.once.more' });
    await becomes(page, 'live');
    assert.equal(link.ticket, 't1.fresh-1');
    berth.accepting = false;
    link.cut();
    await becomes(page, 'reconnecting');
    assertColor(await pixelAt(page, 100, 100), grey);
    await picture(page, 'reconnecting');
    const tickets: string[] = [];
    const again = new Promise<FakeViewerLink>(resolve => {
      berth.onViewer = second => {
        tickets.push(second.ticket);
        resolve(second);
      };
    });
    berth.accepting = true;
    const second = await again;
    stream.fill(0, 0, 320, 240, blue);
    await greet(second, stream, { sequence: 900 });
    await becomes(page, 'live');
    assertColor(await pixelAt(page, 100, 100), blue);
    assert.ok(
      berth.requestedUrls.every(url => !/t1\.|r1\./.test(url)),
      'no ticket is ever in a URL',
    );
  });

  test('says in a few words that no answer comes, until one does, and what is lost when none does', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    const hint = page.getByText(/^No answer for \d+ s$/);
    link.answering = false;
    await page.keyboard.press('KeyA');
    await hint.waitFor();
    await picture(page, 'no-answer');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.berthState), 'live');
    link.send({ type: 'viewers', controlling: 1, viewing: 0 });
    await hint.waitFor({ state: 'hidden' });
    await hint.waitFor();
    made.berth.accepting = false;
    await page.getByText('What you type is not sent.').waitFor();
    assert.equal(await hint.isVisible(), false);
    const lost = /Lost (\d+) s ago/.exec((await page.locator('#banner').textContent()) ?? '');
    assert.ok(Number(lost?.[1]) >= 5, 'counted from the last sign of life, not from when it was given up');
  });

  test('goes on trying while nothing answers, and is live again when something does', async () => {
    await using made = await scene();
    const { berth, page, stream } = made;
    const first = berth.viewer();
    await page.goto(berth.pageUrl);
    const link = await first;
    await greet(link, stream, { resume: 'r1.once.more' });
    await becomes(page, 'live');
    berth.accepting = false;
    berth.ticketRefusal = problem(503, 'BROKER_UNAVAILABLE', 'Berth is restarting.');
    const dials = () => berth.requestedUrls.filter(url => url.endsWith('/stream')).length;
    const before = dials();
    link.cut();
    await until('some refused attempts', () => dials() >= before + 4);
    await becomes(page, 'reconnecting');
    berth.ticketRefusal = null;
    const again = berth.viewer();
    berth.accepting = true;
    await greet(await again, stream, { sequence: 900 });
    await becomes(page, 'live');
  });

  test('presents the resume ticket first', async () => {
    await using made = await scene();
    const { berth, page, stream } = made;
    const first = berth.viewer();
    await page.goto(berth.pageUrl);
    const link = await first;
    await greet(link, stream, { resume: 'r1.once.more' });
    await becomes(page, 'live');
    const again = berth.viewer();
    link.cut();
    assert.equal((await again).ticket, 'r1.once.more');
  });

  test('ends when the host says so, with its words', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    link.send({ type: 'end', code: 'silent', message: 'This page did not draw for 30 s.', reconnect: false });
    await becomes(page, 'ended');
    await page.getByText('This page did not draw for 30 s.').waitFor();
    await picture(page, 'ended-by-host');
  });
});
