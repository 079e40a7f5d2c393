// Makes the pictures of the README and the guide from the real thing: `script/screenshot`.
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { BerthUnderTest } from '../berth/berth-under-test.ts';
import { launchChromium, waitForPicture } from '../berth/viewer-browser.ts';

const folder = 'docs/images';
const screen = { width: 1280, height: 800 };

/** The desktop with a few windows, as after some minutes of use. Waiting is by hand: there is nothing to ask them. */
const desktopCommand = [
  'sh',
  '-c',
  `(sleep 3
    xfce4-terminal --geometry 84x18+40+60 --hide-menubar --command "sh -c 'uname -srm; echo; glxinfo -B | head -n 12; exec sh'" &
    sleep 1; glxgears -geometry 420x420+800+300 >/dev/null & ) &
  exec xfce4-session`,
];

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
    command: desktopCommand,
  });
  await berth.reached(session.id, 'running');
  const viewer = await context.newPage();
  await viewer.goto(`/s/${session.id}`);
  await waitForPicture(viewer);
  // XFCE and the programs in it come up one after the other.
  await delay(12_000);
  await viewer.screenshot({ path: `${folder}/desktop.png` });
  console.log(`${folder}/desktop.png`);
  await viewer.close();

  await settle(context, '/', 'portal.png', 'light');
  await settle(context, '/', 'portal-dark.png', 'dark');
} finally {
  await browser.close();
}
