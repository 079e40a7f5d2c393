import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../portal/browser.ts';
import { buildViewerPage } from './built-page.ts';
import { FakeBerth, type FakeViewerLink } from './fake-berth.ts';
import { greet } from './scripted-host.ts';
import { type Rgb, TestStream } from './test-stream.ts';

export const red: Rgb = [200, 30, 30];
export const blue: Rgb = [20, 40, 220];
export const grey: Rgb = [90, 90, 90];

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

/** A picture of the page, for people. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' });
}

export interface Scene extends AsyncDisposable {
  readonly berth: FakeBerth;
  readonly page: Page;
  readonly stream: TestStream;
  readonly errors: readonly string[];
}

/** Plain markup for what runs before the page's own script. */
export async function scene(options: { init?: string; dark?: boolean } = {}): Promise<Scene> {
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
export async function liveScene(
  role: 'control' | 'view' = 'control',
): Promise<Scene & { link: FakeViewerLink }> {
  const made = await scene();
  const arrived = made.berth.viewer();
  await made.page.goto(`${made.berth.pageUrl}?role=${role}`);
  const link = await arrived;
  await greet(link, made.stream, { role });
  await becomes(made.page, 'live');
  return { ...made, link };
}

export async function becomes(page: Page, state: string): Promise<void> {
  await page.locator(`html[data-berth-state="${state}"]`).waitFor({ state: 'attached' });
}

export const pixelAt = (page: Page, x: number, y: number) =>
  page.evaluate(
    ([px, py]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
      return [...(canvas?.getContext('2d')?.getImageData(px ?? 0, py ?? 0, 1, 1).data ?? [])].slice(0, 3);
    },
    [x, y],
  );

/** H.264 rounds colours by a few steps. */
export function assertColor(actual: readonly number[], expected: Rgb, tolerance = 8): void {
  const off = expected.map((value, index) => Math.abs(value - (actual[index] ?? 999)));
  assert.ok(Math.max(...off) <= tolerance, `${actual} is not ${expected}`);
}
