import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '@berth/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { launchChromium, pictureOf, signedInContext, waitForPicture } from './berth/viewer-browser.ts';
import { layouts, strokes } from './viewer/typing.ts';

/** Only turns a hang into a failure. */
const patienceMs = 20_000;

describe('working at a desktop', () => {
  let berth: BerthUnderTest;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  before(async () => {
    berth = await BerthUnderTest.start();
    browser = await launchChromium();
    const session = await berth.createSession({ profile: 'xterm' });
    context = await signedInContext(browser, berth, 'admin', berth.adminPassword);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: berth.base });
    page = await context.newPage();
    await page.goto(`${berth.base}/s/${session.id}`);
    await waitForPicture(page);
    await page.locator('canvas[data-berth-screen]').click();
    // A busy machine lets go of keys late, and the X server would repeat them.
    await type('xset r off\n');
  });
  after(async () => {
    await browser?.close();
    await berth?.[Symbol.asyncDispose]();
  });

  const fileIn = (name: string) => join(berth.data, 'homes', 'admin', name);
  const read = (name: string) => (existsSync(fileIn(name)) ? readFileSync(fileIn(name), 'utf8') : '');
  const type = (text: string) => page.keyboard.type(text, { delay: 8 });
  /** Waits for a file of the session to be so; the difference is what a failure shows. */
  const becomes = async (name: string, content: string) => {
    await until(name, () => read(name) === content, patienceMs).catch(() => undefined);
    assert.equal(read(name), content);
  };
  /** Until Ctrl + D, what is typed goes into a file. What came earlier would be the shell's, which reads Enter as another character. */
  const typeInto = async (name: string, before = '') => {
    await type(`${before}cat > ${name}\n`);
    await until(name, () => existsSync(fileIn(name)), patienceMs);
  };
  /** Until Ctrl + C, each key that comes writes the clipboard into a file, as a program that pastes on it would. */
  const pasteOnKeys = async (ready: string) => {
    const each = 'while read -rsn1; do xclip -o -selection clipboard -t UTF8_STRING > pasted; done';
    await type(`stty -icanon lnext undef; touch ${ready}; ${each}\n`);
    await until(ready, () => existsSync(fileIn(ready)), patienceMs);
  };
  const endPasting = async () => {
    await page.keyboard.press('Control+c');
    await type('stty sane\n');
  };
  const openTools = async () => {
    await page.keyboard.down('Control');
    await page.keyboard.down('Alt');
    await page.keyboard.press('Shift');
    await page.keyboard.up('Alt');
    await page.keyboard.up('Control');
    await page.getByRole('button', { name: 'Statistics' }).waitFor();
  };

  test('Ctrl + V finds in the desktop what was copied outside', async () => {
    await pasteOnKeys('ready-for-outside');
    const text = 'from outside: grüße, 日本\nsecond line';
    await page.evaluate(words => navigator.clipboard.writeText(words), text);
    await page.keyboard.press('Control+v');
    await becomes('pasted', text);
    await endPasting();
  });

  test('Shift + Insert pastes in the terminal what was copied outside', async () => {
    await typeInto('inserted');
    await page.evaluate(() => navigator.clipboard.writeText('from outside: é'));
    await page.keyboard.press('Shift+Insert');
    await page.keyboard.press('Enter');
    await becomes('inserted', 'from outside: é\n');
    await page.keyboard.press('Control+d');
  });

  test('what is copied in the desktop is on the clipboard outside, and pasting it again changes nothing', async () => {
    await type("printf 'from inside: \\303\\251' | xclip -i -selection clipboard -t UTF8_STRING\n");
    const outside = () => page.evaluate(() => navigator.clipboard.readText());
    await until('the text outside', async () => (await outside()) === 'from inside: é', patienceMs);
    await pasteOnKeys('ready-for-inside');
    await page.keyboard.press('Control+v');
    await becomes('pasted', 'from inside: é');
    await endPasting();
  });

  test('a long text that is copied in the desktop is on the clipboard outside too, whole', async () => {
    await type("head -c 900000 /dev/zero | tr '\\000' L | xclip -i -selection clipboard\n");
    const outside = () => page.evaluate(async () => /^L+$/.test(await navigator.clipboard.readText()));
    await until('the long text outside', outside, patienceMs);
    assert.equal((await page.evaluate(() => navigator.clipboard.readText())).length, 900_000);
  });

  test('the clipboard of the tools shows and sets the text', async () => {
    await type('printf shown | xclip -i -selection clipboard\n');
    await openTools();
    await page.getByRole('button', { name: 'Clipboard' }).click();
    const box = page.getByLabel('Clipboard of the desktop');
    await until('the text in the tools', async () => (await box.inputValue()) === 'shown', patienceMs);
    await box.fill('set by hand');
    await page.getByText('It is on the clipboard of the desktop.').waitFor();
    await page.keyboard.press('Escape');
    await type('xclip -o -selection clipboard > by-hand\n');
    await becomes('by-hand', 'set by hand');
  });

  for (const { name, keys, text } of layouts)
    test(`a ${name} keyboard types what its keys say`, async () => {
      await typeInto(`typed-${name}`);
      await strokes(page, keys);
      await becomes(`typed-${name}`, `${text}\n`);
      await page.keyboard.press('Control+d');
    });

  test('a German keyboard does so too when the desktop itself has become German, and French', async () => {
    await typeInto('typed-in-German', 'setxkbmap de; ');
    for (const { keys } of layouts) await strokes(page, keys);
    await becomes('typed-in-German', layouts.map(({ text }) => `${text}\n`).join(''));
    await page.keyboard.press('Control+d');
    await type('setxkbmap us\n');
  });

  test('an input method’s text arrives whole', async () => {
    const devtools = await context.newCDPSession(page);
    await typeInto('composed');
    await devtools.send('Input.imeSetComposition', { text: 'にほn', selectionStart: 3, selectionEnd: 3 });
    await devtools.send('Input.insertText', { text: '日本語 ñandú' });
    await page.keyboard.press('Enter');
    await becomes('composed', '日本語 ñandú\n');
    await page.keyboard.press('Control+d');
  });

  test('the tools open by Ctrl + Alt + Shift, take the keys while they have the focus, and give them back', async () => {
    await openTools();
    await page.keyboard.type('notForTheDesktop');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Statistics' }).waitFor({ state: 'hidden' });
    await type('echo for the desktop > keys-went\n');
    await becomes('keys-went', 'for the desktop\n');
  });

  test('the tools press keys that the browser keeps, without taking the keyboard away', async () => {
    await typeInto('chord');
    await openTools();
    await page.keyboard.press('Escape');
    await page.mouse.move(640, 3);
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    await page.getByRole('button', { name: 'Tab', exact: true }).click();
    await page.locator('canvas[data-berth-screen]').click({ position: { x: 20, y: 600 } });
    await type('after\n');
    await becomes('chord', '\tafter\n');
    await page.keyboard.press('Control+d');
  });

  test('statistics are shown, and remembered', async () => {
    await openTools();
    await page.getByRole('button', { name: 'Statistics' }).click();
    await page.getByText('Input to picture').waitFor();
    const shown = await page.locator('#statistics').textContent();
    assert.match(shown ?? '', /Round trip\d/);
    await page.reload();
    await waitForPicture(page);
    await page.getByText('Input to picture').waitFor();
    await openTools();
    await page.getByRole('button', { name: 'Statistics' }).click();
    await page.keyboard.press('Escape');
  });

  test('the screen follows the window when that is chosen, and has its own size again after', async () => {
    const size = async (width: number, height: number) =>
      until(
        `${width} × ${height}`,
        async () => {
          const picture = await pictureOf(page);
          return picture.width === width && picture.height === height;
        },
        patienceMs,
      );
    await openTools();
    await page.getByRole('button', { name: 'Screen', exact: true }).click();
    await page.getByLabel('Follow the window').check();
    await page.setViewportSize({ width: 1000, height: 610 });
    await size(1000, 610);
    await page.setViewportSize({ width: 901, height: 555 });
    await size(901, 555);
    await page.getByLabel(/^Fit/).check();
    await size(1280, 720);
    await page.keyboard.press('Escape');
  });

  test('the quality is chosen for all who watch, and holds when the page comes back', async () => {
    const quality = (of: Page) => of.evaluate('window.berth.stats().quality');
    const other = await context.newPage();
    await other.goto(`${page.url()}?role=view`);
    await waitForPicture(other);
    await page.bringToFront();
    await openTools();
    await page.getByRole('button', { name: 'Quality' }).click();
    await page.getByLabel(/^Economical/).check();
    for (const one of [page, other])
      await until('the choice', async () => (await quality(one)) === 'economical', patienceMs);
    await other.close();
    await page.reload();
    await waitForPicture(page);
    assert.equal(await quality(page), 'economical');
    await page.locator('canvas[data-berth-screen]').click();
  });

  test('one who only watches has neither keys nor clipboard among the tools', async () => {
    const watcher = await context.newPage();
    await watcher.goto(`${page.url()}?role=view`);
    await waitForPicture(watcher);
    await watcher.mouse.move(640, 3);
    await watcher.getByRole('button', { name: 'Screen', exact: true }).click();
    assert.equal(await watcher.getByLabel('Follow the window').isDisabled(), true);
    assert.equal(await watcher.getByRole('button', { name: 'Quality' }).isVisible(), false);
    assert.equal(await watcher.getByRole('button', { name: 'Clipboard' }).isVisible(), false);
    assert.equal(await watcher.getByRole('button', { name: 'Keys', exact: true }).isVisible(), false);
    await watcher.close();
  });
});
