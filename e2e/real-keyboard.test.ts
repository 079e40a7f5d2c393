import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { temporaryFolder, until } from '@berth/testing';
import { buildViewerPage } from './viewer/built-page.ts';
import { FakeBerth, type FakeViewerLink } from './viewer/fake-berth.ts';
import { RealKeyboard } from './viewer/real-keyboard.ts';
import { greet } from './viewer/scripted-host.ts';
import { TestStream } from './viewer/test-stream.ts';

const [altLeft, altRight, escapeKey, tab, superLeft, w, a] = [56, 100, 1, 15, 125, 17, 30];
/** By name, xdotool would take a key that keyboards do not have. */
const altGrKeycode = '108';

describe('a keyboard and a mouse of a real X server', () => {
  const owned = new AsyncDisposableStack();
  let keyboard: RealKeyboard;
  let berth: FakeBerth;
  let stream: TestStream;
  let link: FakeViewerLink;
  before(async () => {
    const built = owned.use(temporaryFolder());
    await buildViewerPage(built.path);
    berth = owned.use(await FakeBerth.start(built.path));
    stream = owned.use(await TestStream.open(320, 240));
    stream.fill(0, 0, 320, 240, [90, 90, 90]);
    keyboard = owned.use(await RealKeyboard.launch());
  });
  after(() => owned.disposeAsync());

  beforeEach(async () => {
    keyboard.setLayout('us');
    const arrived = berth.viewer();
    await keyboard.page.goto(berth.pageUrl);
    link = await arrived;
    await greet(link, stream, { role: 'control' });
    await keyboard.page.locator('html[data-berth-state="live"]').waitFor({ state: 'attached' });
    await keyboard.click(500, 400);
    await link.next('pointer', pointer => pointer.buttons === 1);
  });

  const pressed = (code: number) => link.next('key', key => key.code === code && key.down);
  const released = (code: number) => link.next('key', key => key.code === code && !key.down);
  /** The page's own tools, by the mouse. */
  const tool = async (...names: string[]) => {
    const { page } = keyboard;
    const { width } = await page.evaluate(() => ({ width: innerWidth }));
    await keyboard.moveTo(width / 2, 60);
    await keyboard.moveTo(width / 2, 3);
    for (const name of names) {
      const button = page.getByRole('button', { name, exact: true });
      // Playwright waits until the bar has come to rest.
      await button.click({ trial: true });
      const box = await button.boundingBox();
      assert.ok(box);
      await keyboard.click(box.x + box.width / 2, box.y + box.height / 2);
    }
  };
  const isCaptive = () => keyboard.page.evaluate(() => document.pointerLockElement !== null);
  const isFull = () => keyboard.page.evaluate(() => document.fullscreenElement !== null);

  for (const { name, layout, keys, text } of [
    { name: 'French ^ and e', layout: 'fr', keys: ['dead_circumflex', 'e'], text: 'ê' },
    { name: 'French ¨ and i', layout: 'fr', keys: ['dead_diaeresis', 'i'], text: 'ï' },
    { name: 'French ^ and the space bar', layout: 'fr', keys: ['dead_circumflex', 'space'], text: '^' },
    { name: 'German ´ and e', layout: 'de', keys: ['dead_acute', 'e'], text: 'é' },
    { name: 'Spanish ´ and capital A', layout: 'es', keys: ['dead_acute', 'A'], text: 'Á' },
  ])
    test(`${name}: ${text}, once, and no key of its own`, async () => {
      keyboard.setLayout(layout);
      keyboard.press(...keys);
      assert.equal((await link.next('text')).text, text);
      keyboard.press('F2');
      await pressed(60);
      const shift = 42;
      const typed = link.received.filter(
        message =>
          message.type === 'text' || (message.type === 'key' && message.down && message.code !== shift),
      );
      assert.deepEqual(
        typed.map(({ type }) => type),
        ['text', 'key'],
      );
    });

  for (const { layout, code, key, character, keysym } of [
    { layout: 'de', code: 16, key: 'q', character: '@', keysym: 0x40 },
    { layout: 'de', code: 18, key: 'e', character: '€', keysym: 0x0100_20ac },
    { layout: 'gb', code: 5, key: '4', character: '€', keysym: 0x0100_20ac },
    { layout: 'fr', code: 11, key: 'agrave', character: '@', keysym: 0x40 },
  ])
    test(`AltGr and ${key} of a keyboard with the layout ${layout}: ${character}`, async () => {
      keyboard.setLayout(layout);
      keyboard.hold(altGrKeycode);
      keyboard.press(key);
      keyboard.release(altGrKeycode);
      await released(altRight);
      const keys = link.received.flatMap(message => (message.type === 'key' ? [message] : []));
      assert.deepEqual(
        keys.map(({ down, code: place, keysym: meaning }) => [down, place, meaning]),
        [
          [true, altRight, 0xfe03],
          [true, code, keysym],
          [false, code, keysym],
          [false, altRight, 0xfe03],
        ],
      );
    });

  test('Alt, whose key-up went to the system with Alt + Tab, is let go at the next key', async () => {
    keyboard.press('alt+Tab');
    await pressed(altLeft);
    keyboard.press('a');
    await pressed(a);
    const order = link.received.flatMap(message =>
      message.type === 'key' ? [`${message.code} ${message.down ? 'down' : 'up'}`] : [],
    );
    assert.ok(order.indexOf(`${altLeft} up`) !== -1, order.join(', '));
    assert.ok(order.indexOf(`${altLeft} up`) < order.indexOf(`${a} down`), order.join(', '));
  });

  test('full screen gives Escape, Alt + Tab, Super and Ctrl + W to the desktop', async () => {
    await tool('Full screen');
    await until('full screen', isFull);
    keyboard.press('Escape');
    await released(escapeKey);
    keyboard.press('alt+Tab');
    await released(tab);
    keyboard.press('super');
    await released(superLeft);
    keyboard.press('ctrl+w');
    await released(w);
    assert.equal(await isFull(), true);
    await tool('Leave full screen');
    await until('the window again', async () => !(await isFull()));
  });

  test('a captive mouse moves by so much, and Escape lets it go without being the desktop’s', async () => {
    await tool('Keys', 'Capture the mouse');
    await until('the mouse to be captive', isCaptive);
    await keyboard.page.getByText('Esc lets it go').waitFor();
    keyboard.moveBy(60, 30);
    const there = await link.next('pointerBy', by => by.x > 0);
    assert.ok(there.y > 0);
    keyboard.moveBy(-60, -30);
    const back = await link.next('pointerBy', by => by.x < 0);
    assert.deepEqual([back.x, back.y], [-there.x, -there.y]);
    keyboard.press('Escape');
    await until('the mouse to be free', async () => !(await isCaptive()));
    const before = link.received.length;
    await keyboard.moveTo(300, 300);
    await until('the pointer’s place', () =>
      link.received.slice(before).some(({ type }) => type === 'pointer'),
    );
    assert.ok(!link.received.some(message => message.type === 'key' && message.code === escapeKey));
  });

  test('in full screen, where Escape is the desktop’s, Ctrl + Alt + Shift lets the mouse go', async () => {
    await tool('Full screen');
    await until('full screen', isFull);
    await tool('Keys', 'Capture the mouse');
    await until('the mouse to be captive', isCaptive);
    await keyboard.page.getByText('Ctrl + Alt + Shift lets it go').waitFor();
    keyboard.press('Escape');
    await released(escapeKey);
    assert.equal(await isCaptive(), true);
    keyboard.press('ctrl+alt+shift');
    await until('the mouse to be free', async () => !(await isCaptive()));
    await keyboard.click(500, 400);
    await tool('Leave full screen');
    await until('the window again', async () => !(await isFull()));
  });

  test('held keys are let go when another tab comes to the front', async () => {
    keyboard.hold('a');
    await pressed(a);
    await link.next('held', held => held.codes.includes(a));
    const other = await keyboard.page.context().newPage();
    await link.next('releaseAll');
    await other.close();
  });

  test('a key that is held through a loss is pressed again on the next connection, and let go there', async () => {
    keyboard.hold('a');
    await pressed(a);
    const arrived = berth.viewer();
    link.cut();
    link = await arrived;
    await greet(link, stream, { role: 'control', sequence: 900 });
    await pressed(a);
    keyboard.release('a');
    await released(a);
  });
});
