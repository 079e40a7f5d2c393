import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, seedOfThisRun, until } from '@berth/testing';
import { TestPainter } from '../apps/host/src/x11/test-painter.ts';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { Firefox } from './berth/firefox.ts';
import { xServerAddress } from './berth/x-server-address.ts';
import { RandomPainting, screenOf } from './random-painting.ts';
import { lateDecoder } from './viewer/faulty-browsers.ts';

const installed = existsSync('/usr/bin/firefox-esr');
/** Only turns a hang into a failure: Firefox without a GPU takes its time. */
const patienceMs = 60_000;
const control = '\uE009';

const skip = !installed && 'firefox-esr is not installed';

async function openDesktop(firefox: Firefox, berth: BerthUnderTest, id: string): Promise<void> {
  await firefox.goto(`${berth.base}/`);
  await firefox.evaluate(
    `await fetch('/api/v1/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(
      JSON.stringify({ username: 'admin', password: berth.adminPassword }),
    )} }).then(reply => reply.status)`,
  );
  await firefox.goto(`${berth.base}/s/${id}`);
  const live = () => firefox.evaluate("document.documentElement.dataset.berthState === 'live'");
  await until('the desktop in Firefox', async () => (await live()) === true, patienceMs);
}

const seed = seedOfThisRun();

/** All tiers, and when nothing moves any more, every pixel. */
async function assertExactInTheEnd(firefox: Firefox): Promise<void> {
  await using berth = await BerthUnderTest.start();
  const { id } = await berth.createSession({ profile: 'openbox' });
  await openDesktop(firefox, berth, id);
  const x = xServerAddress(berth, id);
  using painter = await TestPainter.open(x);
  const painting = new RandomPainting(painter, new SeededRandom(seed), { width: 640, height: 400 });
  for (let frame = 0; frame < 60; frame++) {
    await painting.film();
    await sleep(16);
  }
  for (let line = 0; line < 60; line++) {
    await painting.scroll();
    await sleep(16);
  }
  for (let step = 0; step < 80; step++) {
    await (step < 40 ? painting.pan() : painting.drag());
    await sleep(16);
  }
  for (let step = 0; step < 20; step++) await painting.anything();
  const shown = `await (async () => {
    const canvas = document.querySelector('canvas[data-berth-screen]');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
    return canvas.width + 'x' + canvas.height + ' ' + [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
  })()`;
  let wanted = '';
  const exact = async () => {
    const { width, height, bgrx } = await screenOf(x);
    wanted = `${width}x${height} ${createHash('sha256').update(rgbaOf(bgrx)).digest('hex')}`;
    return (await firefox.evaluate(shown)) === wanted;
  };
  await until('the canvas to equal the screen', exact, patienceMs).catch(async () => {
    const told = `seed ${seed}: ${JSON.stringify(await firefox.evaluate(tiers))}`;
    assert.equal(await firefox.evaluate(shown), wanted, told);
  });
  const counts = (await firefox.evaluate(tiers)) as Record<string, { count: number }>;
  for (const tier of ['rectangles', 'video', 'refined', 'scrolled'])
    assert.ok((counts[tier]?.count ?? 0) > 0, `seed ${seed}: ${tier} in ${JSON.stringify(counts)}`);
}

test('a picture in Firefox, by all tiers, is exact once it stands still', { skip }, async () => {
  await using firefox = await Firefox.launch();
  await assertExactInTheEnd(firefox);
});

test('the same where frames leave its decoder late', { skip }, async () => {
  await using firefox = await Firefox.launch();
  await firefox.addInitScript(lateDecoder(new SeededRandom(seed)));
  await assertExactInTheEnd(firefox);
  assert.ok(Number(await firefox.evaluate('lateFrameCount()')) > 0);
});

const tiers = 'window.berth.stats().tiers';

function rgbaOf(bgrx: Buffer): Buffer {
  const rgba = Buffer.alloc(bgrx.length, 255);
  for (let at = 0; at < bgrx.length; at += 4)
    for (let channel = 0; channel < 3; channel++) rgba[at + channel] = bgrx[at + 2 - channel] ?? 0;
  return rgba;
}

test('a desktop in Firefox: the picture is live, and typing and pasting work', { skip }, async () => {
  await using berth = await BerthUnderTest.start();
  const session = await berth.createSession({ profile: 'xterm' });
  await using firefox = await Firefox.launch();
  await openDesktop(firefox, berth, session.id);
  await firefox.click(600, 400);
  const file = (name: string) => join(berth.data, 'homes', 'admin', name);
  const becomes = async (name: string, text: string) => {
    const is = () => existsSync(file(name)) && readFileSync(file(name), 'utf8') === text;
    await until(`${text} in ${name}`, is, patienceMs);
  };
  await firefox.type("printf '%s' 'Typed in Firefox: 5 x 7 = \"35\"' > typed\n");
  await becomes('typed', 'Typed in Firefox: 5 x 7 = "35"');

  // Longer than one piece: the next ones come when Firefox has said that the last is there.
  await firefox.type('head -c 300000 /dev/zero | tr "\\000" L | xclip -i -selection clipboard\n');
  const clickTool = (name: string) =>
    firefox.evaluate(
      `[...document.querySelectorAll('#toolbar button')].find(one => one.textContent === '${name}').click()`,
    );
  await clickTool('Clipboard');
  const long = async () =>
    (await firefox.evaluate("document.querySelector('#clipboard-text').value.length")) === 300_000;
  await until('a long text from the desktop', long, patienceMs);
  await clickTool('Clipboard');
  await firefox.type('printf "from inside" | xclip -i -selection clipboard\n');
  await firefox.type(
    'stty -icanon lnext undef; printf yes > ready; while read -rsn1; do xclip -o -selection clipboard > pasted; done\n',
  );
  await becomes('ready', 'yes');
  await firefox.press(control, 'v');
  await becomes('pasted', 'from inside');
  const stats = await firefox.evaluate('window.berth.stats()');
  assert.ok(typeof stats === 'object' && stats !== null);
});
