import { until } from '@berth/testing';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { BerthUnderTest } from './berth-under-test.ts';

const switches = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: switches });
}

/** A browser profile in which `name` is signed in. */
export async function signedInContext(
  browser: Browser,
  berth: BerthUnderTest,
  name: string,
  password: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const reply = await context.request.post(`${berth.base}/api/v1/auth/login`, {
    data: { username: name, password },
  });
  if (!reply.ok()) throw new Error(`sign-in: ${reply.status()}`);
  return context;
}

export async function waitUntilLive(page: Page, timeout = 30_000): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.berthState === 'live', undefined, {
    timeout,
  });
}

/** A cheap fingerprint of what the canvas shows: how many distinct colours a 64 × 36 reduction of it has, and their sum. */
export function pictureOf(
  page: Page,
): Promise<{ width: number; height: number; colours: number; sum: number }> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
    if (!canvas) throw new Error('no screen');
    const small = new OffscreenCanvas(64, 36).getContext('2d');
    if (!small) throw new Error('no context');
    small.drawImage(canvas, 0, 0, 64, 36);
    const { data } = small.getImageData(0, 0, 64, 36);
    const colours = new Set<number>();
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
      const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      colours.add(colour);
      sum += colour;
    }
    return { width: canvas.width, height: canvas.height, colours: colours.size, sum };
  });
}

/** Waits until the canvas shows something other than one colour. */
export async function waitForPicture(page: Page, timeout = 30_000): Promise<void> {
  await waitUntilLive(page, timeout);
  const deadline = Date.now() + timeout;
  for (;;) {
    const picture = await pictureOf(page).catch(() => null);
    if (picture && picture.colours > 1) return;
    if (Date.now() > deadline) throw new Error(`no picture: ${JSON.stringify(picture)}`);
    await page.waitForTimeout(50);
  }
}

/** Waits until the remote pixel at a place has a colour, within what a lossy encoder may change. */
export async function waitForColour(
  page: Page,
  place: { x: number; y: number },
  colour: string,
): Promise<void> {
  const wanted = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16));
  const near = (found: readonly number[]) =>
    found.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= 24);
  const look = async () => near(await pixelAt(page, place));
  await until(`${colour} at ${place.x},${place.y}`, look, 20_000);
}

function pixelAt(page: Page, place: { x: number; y: number }): Promise<readonly number[]> {
  return page.evaluate(({ x, y }) => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
    const copy = new OffscreenCanvas(1, 1).getContext('2d');
    if (!canvas || !copy) throw new Error('no screen');
    copy.drawImage(canvas, -x, -y);
    return [...copy.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, place);
}
