/** Pictures of every page and state of the portal: `node e2e/portal/pictures.ts FOLDER [name…]`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { FakeApi } from './fake-api.ts';
import { fillSessions, someLogs, someReport } from './scenes.ts';

interface Scene {
  readonly path: string;
  readonly signedOut?: boolean;
  readonly set?: (api: FakeApi) => void;
  readonly act?: (page: Page, api: FakeApi) => Promise<unknown>;
}

const scenes: Record<string, Scene> = {
  'sign-in': { path: '/sign-in', signedOut: true },
  'sign-in-wrong': { path: '/sign-in', signedOut: true, act: page => signIn(page) },
  'sign-in-limited': {
    path: '/sign-in',
    signedOut: true,
    set: api => {
      api.rateLimited = true;
    },
    act: page => signIn(page),
  },
  'sign-in-away': {
    path: '/sign-in',
    signedOut: true,
    act: async (page, api) => {
      api.brokerAway = true;
      await signIn(page);
    },
  },
  'home-empty': { path: '/' },
  home: { path: '/', set: fillSessions },
  'home-loading': { path: '/', set: api => api.held.add('/profiles') },
  'no-profiles': {
    path: '/',
    set: api => {
      api.profiles = [];
    },
  },
  sessions: { path: '/sessions', set: fillSessions },
  'sessions-empty': { path: '/sessions' },
  'sessions-loading': { path: '/sessions', set: api => api.held.add('/sessions') },
  'sessions-nothing': {
    path: '/sessions',
    set: fillSessions,
    act: page => page.getByPlaceholder('Search').fill('zzz'),
  },
  'sessions-away': {
    path: '/sessions',
    set: fillSessions,
    act: async (page, api) => {
      api.brokerAway = true;
      api.dropStreams();
      await page.getByTestId('connection-banner').waitFor();
    },
  },
  options: {
    path: '/',
    act: async page => {
      await page.getByRole('button', { name: 'Options for Terminal' }).click();
      await page.getByLabel('Screen size').selectOption('custom');
      await page.getByRole('textbox', { name: 'Width' }).fill('20');
      await page.getByRole('textbox', { name: 'Command' }).fill('xterm -e "top');
      await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
    },
  },
  menu: {
    path: '/sessions',
    set: fillSessions,
    act: page => page.getByRole('button', { name: 'More about Workbench' }).click(),
  },
  details: { path: '/sessions', set: fillSessions, act: page => openDetails(page, 'Details') },
  logs: {
    path: '/sessions',
    set: api => {
      fillSessions(api);
      api.logs = someLogs;
    },
    act: page => openDetails(page, 'Logs'),
  },
  delete: { path: '/sessions', set: fillSessions, act: page => openDetails(page, 'Delete…') },
  users: { path: '/users' },
  'add-user': {
    path: '/users',
    act: async page => {
      await page.getByRole('button', { name: 'Add a user' }).click();
      await page.getByLabel('User name').fill('Über user');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
    },
  },
  doctor: {
    path: '/doctor',
    set: api => {
      api.report = someReport;
    },
  },
  'not-found': { path: '/nowhere' },
};

async function signIn(page: Page) {
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(/./).first().waitFor();
}

async function openDetails(page: Page, item: string) {
  await page.getByRole('button', { name: 'More about Workbench' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1366, height: 860 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1366, height: 860 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
  { name: '4k', colorScheme: 'light', viewport: { width: 3840, height: 2160 } },
] as const;

const [folder = 'e2e/results/portal', looksWanted = 'light,dark,phone', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
for (const look of looks.filter(each => looksWanted.split(',').includes(each.name))) {
  for (const [name, scene] of Object.entries(scenes)) {
    if (names.length > 0 && !names.includes(name)) continue;
    await using api = await FakeApi.start();
    scene.set?.(api);
    if (!scene.signedOut) api.signedIn = api.users[0] ?? null;
    const page = await browser.newPage({
      colorScheme: look.colorScheme,
      viewport: look.viewport,
      reducedMotion: 'reduce',
    });
    page.on('console', message => message.type() === 'error' && console.log(`${name}: ${message.text()}`));
    page.on('pageerror', error => console.log(`${name}: ${error}`));
    await page.goto(api.url + scene.path);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await page.waitForTimeout(250);
    await scene.act?.(page, api);
    await page.waitForTimeout(350);
    const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (Number(wide) > 0) console.log(`${name} ${look.name}: ${wide} px too wide`);
    await page.screenshot({ path: join(folder, `${name}.${look.name}.png`) });
    await page.close();
  }
}
await browser.close();
