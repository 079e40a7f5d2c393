import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { temporaryFolder, until } from '@berth/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './portal/browser.ts';
import { buildViewerPage } from './viewer/built-page.ts';
import { FakeBerth, type FakeViewerLink, problem, session } from './viewer/fake-berth.ts';
import { configure, greet, pixels, video } from './viewer/scripted-host.ts';
import { type Rgb, TestStream } from './viewer/test-stream.ts';

const red: Rgb = [200, 30, 30];
const blue: Rgb = [20, 40, 220];
const grey: Rgb = [90, 90, 90];

/** Where pictures of the page go, for people; none are kept otherwise. */
const pictures = process.env.BERTH_TEST_PICTURES;

const built = temporaryFolder();
let browser: Browser;

before(async () => {
  await buildViewerPage(built.path);
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  built[Symbol.dispose]();
});

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' });
}

interface Scene extends AsyncDisposable {
  readonly berth: FakeBerth;
  readonly page: Page;
  readonly stream: TestStream;
  readonly errors: readonly string[];
}

/** Plain markup for what runs before the page's own script. */
async function scene(options: { init?: string; dark?: boolean } = {}): Promise<Scene> {
  const stack = new AsyncDisposableStack();
  const berth = stack.use(await FakeBerth.start(built.path));
  const stream = stack.use(await TestStream.open(320, 240));
  stream.fill(0, 0, 320, 240, grey);
  const context = await browser.newContext({
    viewport: { width: 800, height: 600 },
    colorScheme: options.dark ? 'dark' : 'light',
  });
  stack.defer(() => context.close());
  // A generous limit that only names a hang.
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  if (options.init) await page.addInitScript(options.init);
  return { berth, page, stream, errors, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** A scene whose desktop is live, grey all over. */
async function liveScene(role: 'control' | 'view' = 'control'): Promise<Scene & { link: FakeViewerLink }> {
  const made = await scene();
  const arrived = made.berth.viewer();
  await made.page.goto(`${made.berth.pageUrl}?role=${role}`);
  const link = await arrived;
  await greet(link, made.stream, { role });
  await becomes(made.page, 'live');
  return { ...made, link };
}

async function becomes(page: Page, state: string): Promise<void> {
  await page.locator(`html[data-berth-state="${state}"]`).waitFor({ state: 'attached' });
}

const pixelAt = (page: Page, x: number, y: number) =>
  page.evaluate(
    ([px, py]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
      return [...(canvas?.getContext('2d')?.getImageData(px ?? 0, py ?? 0, 1, 1).data ?? [])].slice(0, 3);
    },
    [x, y],
  );

/** H.264 rounds colours by a few steps. */
function assertColor(actual: readonly number[], expected: Rgb, tolerance = 8): void {
  const off = expected.map((value, index) => Math.abs(value - (actual[index] ?? 999)));
  assert.ok(Math.max(...off) <= tolerance, `${actual} is not ${expected}`);
}

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

  test('takes another size with the picture that has it', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    using wider = await TestStream.open(480, 160);
    wider.fill(0, 0, 480, 160, blue);
    link.send({ type: 'screen', sequence: 2, width: 480, height: 160, dpi: 96 });
    link.send({
      type: 'decoder',
      codec: 'avc1.42c02a',
      width: 480,
      height: 160,
      description: new Uint8Array(0),
    });
    await video(link, wider, 2, true);
    await link.next('ack', ack => ack.sequence === 2);
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

describe('the tools', () => {
  test('say what they are until they were opened a few times', async () => {
    await using made = await liveScene();
    const { page } = made;
    const label = page.locator('#toolbar .handle').getByText('Tools');
    for (let times = 0; times < 3; times++) {
      await label.waitFor();
      await picture(page, 'handle-labelled');
      await label.click();
      await page.getByRole('button', { name: 'Leave' }).waitFor();
      await page.keyboard.press('Escape');
    }
    await label.waitFor({ state: 'hidden' });
    await page.reload();
    await page.locator('#toolbar').waitFor({ state: 'attached' });
    assert.equal(await label.isVisible(), false);
  });

  test('choose the quality, and show what another has chosen', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    await page.locator('#toolbar .handle').click();
    const button = page.getByRole('button', { name: 'Quality' });
    await page.getByRole('button', { name: 'Screen', exact: true }).waitFor();
    assert.equal(await button.isVisible(), false, 'a host that knows of none offers none');
    link.send({ type: 'quality', quality: 'balanced' });
    await button.click();
    assert.equal(await page.getByLabel(/^Balanced/).isChecked(), true);
    await picture(page, 'quality');
    await page.getByLabel(/^Sharp/).check();
    assert.equal((await link.next('chooseQuality')).quality, 'sharp');
    link.send({ type: 'quality', quality: 'economical' });
    await page.locator('input[value=economical]:checked').waitFor();
  });

  test('say how a captured mouse is let go, until it is', async () => {
    await using made = await liveScene();
    const { page } = made;
    await page.locator('#toolbar .handle').click();
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    await page.getByRole('button', { name: 'Capture the mouse' }).click();
    const words = page.getByText('The mouse is captured.');
    await words.waitFor();
    const released = page.evaluate(async () => {
      const changed = new Promise(resolve => document.addEventListener('pointerlockchange', resolve));
      document.exitPointerLock();
      await changed;
    });
    await released;
    assert.equal(await words.isVisible(), false, 'at once, not when its time is over');
  });

  test('offer no quality to a viewer that only looks', async () => {
    await using made = await liveScene('view');
    const { page, link } = made;
    link.send({ type: 'quality', quality: 'balanced' });
    await page.locator('#toolbar .handle').click();
    await page.getByRole('button', { name: 'Screen', exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Quality' }).isVisible(), false);
  });
});

describe('input', () => {
  test('sends keys with their place and meaning, and lets them go when the window loses focus', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    await page.keyboard.down('Shift');
    await page.keyboard.press('KeyA');
    const a = await link.next('key', key => key.code === 30);
    assert.deepEqual([a.down, a.keysym], [true, 0x41]);
    await link.next('key', key => key.code === 30 && !key.down);
    await link.next('held', held => held.codes.includes(42));
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await link.next('releaseAll');
  });

  test('sends the pointer in the remote screen’s pixels, with buttons and wheel', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    const box = await page.locator('canvas[data-berth-screen]').boundingBox();
    assert.deepEqual(box, { x: 0, y: 0, width: 800, height: 600 });
    await page.mouse.move(400, 300);
    await page.mouse.down({ button: 'right' });
    const pressed = await link.next('pointer', pointer => pointer.buttons !== 0);
    assert.deepEqual([pressed.x, pressed.y, pressed.buttons], [160, 120, 4]);
    await page.mouse.up({ button: 'right' });
    await page.mouse.wheel(0, 100);
    const wheel = await link.next('wheel');
    assert.deepEqual([wheel.x, wheel.y], [0, 120]);
  });

  test('sends none from a viewer that only looks', async () => {
    await using made = await liveScene('view');
    const { page, link, stream } = made;
    await page.mouse.click(400, 300);
    await page.keyboard.press('KeyA');
    await video(link, stream, 2);
    await link.next('ack', ack => ack.sequence === 2);
    assert.deepEqual(
      link.received.filter(({ type }) => ['key', 'pointer', 'wheel', 'held', 'resize'].includes(type)),
      [],
    );
    await page.getByText('View only').waitFor();
    await picture(page, 'view-only');
  });

  test('shows the remote cursor', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    link.send({
      type: 'cursor',
      serial: 1,
      width: 2,
      height: 2,
      hotX: 1,
      hotY: 0,
      data: new Uint8Array(16).fill(255),
    });
    await page.waitForFunction(() =>
      /^url\("?data:image\/png.* 1 0, default$/.test(
        document.querySelector<HTMLElement>('[data-berth-screen]')?.style.cursor ?? '',
      ),
    );
  });
});

interface Page404 {
  readonly name: string;
  readonly session: FakeBerth['session'];
  readonly title: string;
  readonly text: string;
  readonly state: 'ended' | 'connecting';
  readonly dark?: boolean;
}

const states: readonly Page404[] = [
  {
    name: 'starting',
    session: {
      status: 200,
      body: session('preparing', { code: 'starting', message: 'The desktop is being started.' }),
    },
    title: 'Starting the screen',
    text: 'The desktop is being started.',
    state: 'connecting',
  },
  {
    name: 'queued',
    session: {
      status: 200,
      body: session('queued', {
        code: 'waiting-for-capacity',
        message: 'Waiting for 4 GiB of memory: 2 sessions are ahead.',
      }),
    },
    title: 'Queued',
    text: '2 sessions are ahead',
    state: 'connecting',
    dark: true,
  },
  {
    name: 'stopped',
    session: {
      status: 200,
      body: session('stopped', { code: 'logged-out', message: 'You logged out of the desktop.' }),
    },
    title: 'This desktop has ended',
    text: 'You logged out',
    state: 'ended',
  },
  {
    name: 'failed',
    session: {
      status: 200,
      body: session('failed', { code: 'keeper-died', message: 'The keeper of this session was killed.' }),
    },
    title: 'This desktop failed',
    text: 'was killed',
    state: 'ended',
    dark: true,
  },
  {
    name: 'unknown',
    session: problem(404, 'SESSION_UNKNOWN', 'There is no session ses_0.'),
    title: 'There is no such desktop',
    text: 'mistyped',
    state: 'ended',
  },
  {
    name: 'not-allowed',
    session: problem(403, 'NOT_ALLOWED', 'You are not allowed to open this session.'),
    title: 'This desktop is not yours to open',
    text: 'You are not allowed',
    state: 'ended',
  },
  {
    name: 'sign-in',
    session: problem(401, 'NOT_SIGNED_IN', 'Sign in first.'),
    title: 'Sign in to open this desktop',
    text: 'come back here',
    state: 'ended',
  },
  {
    name: 'unreachable',
    session: null,
    title: 'Berth does not answer',
    text: 'goes on by itself',
    state: 'connecting',
  },
];

describe('the page says', () => {
  for (const expected of states) {
    test(`${expected.name}`, async () => {
      await using made = await scene({ dark: expected.dark ?? false });
      const { berth, page } = made;
      berth.accepting = false;
      berth.ticketRefusal = problem(409, 'SESSION_NOT_READY', 'The session cannot be opened yet.');
      berth.session = expected.session;
      await page.goto(berth.pageUrl);
      await page.getByRole('heading', { name: expected.title }).waitFor();
      await page.getByText(expected.text).waitFor();
      await becomes(page, expected.state);
      await picture(page, expected.name);
      assert.deepEqual(made.errors, []);
    });
  }

  test('what the browser lacks', async () => {
    await using made = await scene({ init: 'delete globalThis.VideoDecoder' });
    await made.page.goto(made.berth.pageUrl);
    await made.page.getByRole('heading', { name: 'This browser cannot show a desktop' }).waitFor();
    await made.page.getByText('no WebCodecs').waitFor();
    await becomes(made.page, 'ended');
    await picture(made.page, 'no-webcodecs');
  });

  test('that H.264 is missing', async () => {
    await using made = await scene({
      init: 'VideoDecoder.isConfigSupported = async () => ({ supported: false })',
    });
    await made.page.goto(made.berth.pageUrl);
    await made.page.getByText('cannot decode H.264').waitFor();
    await picture(made.page, 'no-h264');
  });

  test('sign-in with the way back', async () => {
    await using made = await scene();
    const { berth, page } = made;
    berth.session = problem(401, 'NOT_SIGNED_IN', 'Sign in first.');
    berth.ticketRefusal = problem(401, 'NOT_SIGNED_IN', 'Sign in first.');
    await page.goto(berth.pageUrl);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/sign-in\?return=%2Fs%2Fses_0+$/);
  });

  test('start again, and opens the new desktop', async () => {
    await using made = await scene();
    const { berth, page, stream } = made;
    berth.session = {
      status: 200,
      body: session('stopped', { code: 'logged-out', message: 'You logged out.' }),
    };
    berth.accepting = false;
    await page.goto(berth.pageUrl);
    const arrived = berth.viewer();
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByRole('heading', { name: 'Booting' }).waitFor();
    assert.equal(berth.startsAsked, 1);
    berth.accepting = true;
    berth.session = { status: 200, body: session('ready') };
    await greet(await arrived, stream);
    await becomes(page, 'live');
  });
});
