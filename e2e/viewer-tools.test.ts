import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { maxClipboardBytes } from '@berth/wire';
import type { Page } from 'playwright-core';
import { becomes, liveScene, picture } from './viewer/scene.ts';
import { greet, video } from './viewer/scripted-host.ts';

const openClipboard = async (page: Page) => {
  await page.locator('#toolbar .handle').click();
  await page.getByRole('button', { name: 'Clipboard' }).click();
  return page.getByLabel('Clipboard of the desktop');
};

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

describe('the clipboard of the tools', () => {
  test('says that a text is too long, and does not send it', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    const box = await openClipboard(page);
    await box.fill('x'.repeat(maxClipboardBytes + 1));
    await page
      .getByText('This text is longer than 1 MiB and is not on the clipboard of the desktop.')
      .waitFor();
    assert.ok(!link.received.some(({ type }) => type === 'setClipboard'));
    await box.fill('short');
    await page.getByText('It is on the clipboard of the desktop.').waitFor();
    assert.equal((await link.next('setClipboard')).total, 'short'.length);
  });

  test('says that no answer comes, until one does', async () => {
    await using made = await liveScene();
    const { page, link } = made;
    const box = await openClipboard(page);
    await box.fill('before');
    await page.getByText('It is on the clipboard of the desktop.').waitFor();
    link.answering = false;
    await page.getByText(/^No answer for \d+ s$/).waitFor();
    await box.fill('unheard');
    await page.getByText('The desktop does not answer.').waitFor();
    link.answering = true;
    const { token } = link.received.filter(message => message.type === 'ping').at(-1) ?? { token: 0 };
    link.send({ type: 'pong', token, hostTime: 1 });
    await page.getByText('It is on the clipboard of the desktop.').waitFor();
  });

  test('sends what was written before a cut when the connection is back, and says so then', async () => {
    await using made = await liveScene();
    const { berth, page, stream, link } = made;
    const box = await openClipboard(page);
    const again = berth.viewer();
    await box.fill('written in time');
    link.cut();
    const second = await again;
    await greet(second, stream, { sequence: 900 });
    const { data } = await second.next('setClipboard');
    assert.equal(new TextDecoder().decode(data), 'written in time');
    await becomes(page, 'live');
    await openClipboard(page);
    await page.getByText('It is on the clipboard of the desktop.').waitFor();
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
