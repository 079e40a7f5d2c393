import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder, until } from '@berth/testing';
import type { Browser } from 'playwright-core';
import { type RootEvent, RootEvents } from '../apps/host/src/x11/test-root-events.ts';
import { launchBrowser } from './portal/browser.ts';
import { buildViewerPage } from './viewer/built-page.ts';
import { RealDesktop } from './viewer/real-desktop.ts';
import { commandStrokes, type Stroke, strokes } from './viewer/typing.ts';

const size = { width: 800, height: 600 };
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
/** As the X protocol counts them. */
const [shiftMask, controlMask, altMask] = [0x01, 0x04, 0x08];

const told = (events: readonly RootEvent[]) => events.map(({ type, what }) => `${type} ${what}`);

describe('what a person does in the page, as a program sees it', () => {
  const owned = new AsyncDisposableStack();
  let browser: Browser;
  let desktop: RealDesktop;
  let events: RootEvents;
  before(async () => {
    const built = owned.use(temporaryFolder());
    await buildViewerPage(built.path);
    desktop = owned.use(await RealDesktop.start(built.path, size));
    browser = await launchBrowser();
    owned.defer(() => browser.close());
    events = owned.use(await RootEvents.watch(desktop.x));
  });
  after(() => owned.disposeAsync());

  test('a button that is held at rest stays down, and goes up with the hand', async () => {
    const page = await desktop.open(browser, { viewport: size });
    const from = events.seen.length;
    await page.mouse.move(300, 200);
    await page.mouse.down();
    await events.until(({ type }) => type === 'ButtonPress', from);
    await sleep(4000);
    assert.deepEqual(told(events.seen.slice(from)), ['ButtonPress 1']);
    await page.mouse.up();
    await events.until(({ type }) => type === 'ButtonRelease', from);
    await page.context().close();
  });

  test('Ctrl + Alt + Del of the tools is pressed together, and let go', async () => {
    const page = await desktop.open(browser, { viewport: size });
    const from = events.seen.length;
    await page.locator('#toolbar .handle').click();
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    await page.getByRole('button', { name: 'Ctrl+Alt+Del', exact: true }).click();
    const seen = await events.until(({ type, what }) => type === 'KeyRelease' && what === 'Control_L', from);
    const keys = seen.filter(({ type }) => type.startsWith('Key'));
    assert.deepEqual(told(keys), [
      'KeyPress Control_L',
      'KeyPress Alt_L',
      'KeyPress Delete',
      'KeyRelease Delete',
      'KeyRelease Alt_L',
      'KeyRelease Control_L',
    ]);
    assert.equal(keys[2]?.state, controlMask | altMask);
    await page.context().close();
  });

  test('Option of a Mac types characters as characters, and is Alt with a key that types none', async () => {
    const page = await desktop.open(browser, { viewport: size, userAgent: mac });
    const from = events.seen.length;
    const keys: readonly Stroke[] = [
      ['Digit3', '#', 'Alt'],
      ['KeyL', '@', 'Alt'],
      ['Digit8', '{', 'Alt'],
      ['Digit2', '€', 'Alt'],
      ['Tab', 'Tab', 'Alt'],
      ['KeyA', 'a'],
    ];
    await strokes(page, keys);
    const seen = await events.until(({ type, what }) => type === 'KeyRelease' && what === 'a', from);
    const pressed = seen.filter(({ type, what }) => type === 'KeyPress' && what !== 'Shift_L');
    assert.deepEqual(
      pressed.map(({ what, state }) => [what, (state & altMask) !== 0]),
      [
        ['numbersign', false],
        ['at', false],
        ['braceleft', false],
        ['U20AC', false],
        ['Alt_L', false],
        ['Tab', true],
        ['a', false],
      ],
    );
    await page.context().close();
  });

  test('Option of a Mac is Alt with a click, and by itself', async () => {
    const page = await desktop.open(browser, { viewport: size, userAgent: mac });
    const from = events.seen.length;
    await page.mouse.move(200, 200);
    await page.keyboard.down('Alt');
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await page.keyboard.press('Alt');
    await page.keyboard.press('a');
    const seen = await events.until(({ type, what }) => type === 'KeyRelease' && what === 'a', from);
    assert.deepEqual(told(seen).slice(0, 6), [
      'KeyPress Alt_L',
      'ButtonPress 1',
      'ButtonRelease 1',
      'KeyRelease Alt_L',
      'KeyPress Alt_L',
      'KeyRelease Alt_L',
    ]);
    await page.context().close();
  });

  test('Command of a Mac is Control with a character, and Super with other keys and by itself', async () => {
    const page = await desktop.open(browser, { viewport: size, userAgent: mac });
    const from = events.seen.length;
    await commandStrokes(page, [
      ['KeyC', 'c'],
      ['KeyV', 'v'],
    ]);
    await commandStrokes(page, [['ArrowLeft', 'ArrowLeft']]);
    await commandStrokes(page, []);
    await page.keyboard.press('a');
    const seen = await events.until(({ type, what }) => type === 'KeyRelease' && what === 'a', from);
    assert.deepEqual(told(seen), [
      'KeyPress Control_L',
      'KeyPress c',
      'KeyRelease c',
      'KeyPress v',
      'KeyRelease v',
      'KeyRelease Control_L',
      'KeyPress Super_L',
      'KeyPress Left',
      'KeyRelease Left',
      'KeyRelease Super_L',
      'KeyPress Super_L',
      'KeyRelease Super_L',
      'KeyPress a',
      'KeyRelease a',
    ]);
    assert.equal(seen[3]?.state, controlMask);
    await page.context().close();
  });

  test('Command and Shift of a Mac are Control and Shift, although it says the small letter', async () => {
    const page = await desktop.open(browser, { viewport: size, userAgent: mac });
    const from = events.seen.length;
    await commandStrokes(page, [
      ['ShiftLeft', 'Shift'],
      ['KeyZ', 'z', 'Shift'],
    ]);
    await page.keyboard.press('Shift');
    const seen = await events.until(({ type, what }) => type === 'KeyRelease' && what === 'Shift_L', from);
    assert.deepEqual(told(seen), [
      'KeyPress Shift_L',
      'KeyPress Control_L',
      'KeyPress Z',
      'KeyRelease Z',
      'KeyRelease Control_L',
      'KeyRelease Shift_L',
    ]);
    assert.equal(seen[2]?.state, shiftMask | controlMask);
    await page.context().close();
  });

  test('Command + V finds what was copied on the Mac, and what Command + C copies is on its clipboard', async () => {
    using folder = temporaryFolder();
    // A program in a terminal that copies on Ctrl + C and pastes on Ctrl + V.
    const program = String.raw`
      stty -icanon intr undef lnext undef; cd "$0"; touch ready
      while IFS= read -rsn1 key; do case $key in
        $'\x03') printf 'from inside: \303\251' | xclip -i -selection clipboard -t UTF8_STRING ;;
        $'\x16') xclip -o -selection clipboard -t UTF8_STRING > part && mv part pasted ;;
      esac; done`;
    const args = ['-geometry', '80x24+0+0', '-e', 'bash', '-c', program, folder.path];
    const terminal = spawn('xterm', args, { env: desktop.x.env, stdio: 'ignore' });
    try {
      const page = await desktop.open(browser, {
        viewport: size,
        userAgent: mac,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      await until('the terminal', () => existsSync(folder.file('ready')));
      await page.mouse.move(100, 100);
      const text = 'from outside: grüße, 日本\nsecond line';
      await commandStrokes(page, [['KeyV', 'v']], text);
      await until('the pasted text', () => existsSync(folder.file('pasted')));
      assert.equal(readFileSync(folder.file('pasted'), 'utf8'), text);
      await commandStrokes(page, [['KeyC', 'c']]);
      const outside = () => page.evaluate(() => navigator.clipboard.readText());
      await until('the text outside', async () => (await outside()) === 'from inside: é');
      await page.context().close();
    } finally {
      terminal.kill();
    }
  });
});
