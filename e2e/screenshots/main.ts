// Makes the pictures of the README and the guide from the real thing: `script/screenshot`.
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { BerthUnderTest } from '../berth/berth-under-test.ts';
import { launchChromium, waitForPicture } from '../berth/viewer-browser.ts';

const folder = 'docs/images';
const screen = { width: 1280, height: 800 };

/** Opens the home and a terminal as a person would, by XFCE's own icons. Waiting is by hand: there is nothing to ask it. */
async function useDesktop(viewer: Page): Promise<void> {
  await delay(12_000);
  await viewer.mouse.dblclick(71, 185);
  await delay(8_000);
  await viewer.mouse.click(568, 776);
  await delay(8_000);
  await viewer.keyboard.type('glxinfo -B | tail -n 16\n', { delay: 40 });
  // Away from the panel, which explains itself otherwise.
  await viewer.mouse.move(900, 120);
  await delay(4_000);
}

async function settle(
  context: BrowserContext,
  path: string,
  file: string,
  theme: 'light' | 'dark',
): Promise<void> {
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(path);
  await page.getByRole('button', { name: 'Start XFCE desktop' }).waitFor();
  // Icons and the first event of the stream.
  await delay(1500);
  await page.screenshot({ path: `${folder}/${file}` });
  await page.close();
  console.log(`${folder}/${file}`);
}

await mkdir(folder, { recursive: true });
await using berth = await BerthUnderTest.start();
const browser = await launchChromium();
try {
  const context = await browser.newContext({ viewport: screen, baseURL: berth.base });
  const signIn = await context.newPage();
  await signIn.goto('/');
  await signIn.getByLabel('User name').fill('admin');
  await signIn.locator('input[type=password]').fill(berth.adminPassword);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await signIn.getByRole('button', { name: 'Start XFCE desktop' }).waitFor();
  await signIn.close();

  const session = await berth.createSession({
    profile: 'xfce',
    name: 'Analysis',
    size: screen,
  });
  await berth.reached(session.id, 'running');
  const viewer = await context.newPage();
  await viewer.goto(`/s/${session.id}`);
  await waitForPicture(viewer);
  await useDesktop(viewer);
  await viewer.screenshot({ path: `${folder}/desktop.png` });
  console.log(`${folder}/desktop.png`);
  await viewer.close();

  await settle(context, '/', 'portal.png', 'light');
  await settle(context, '/', 'portal-dark.png', 'dark');
} finally {
  await browser.close();
}
