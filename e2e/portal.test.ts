import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './portal/browser.ts';
import { FakeApi } from './portal/fake-api.ts';
import { fillSessions } from './portal/scenes.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

interface Visit extends AsyncDisposable {
  readonly api: FakeApi;
  readonly page: Page;
}

/** A fresh Berth, and a fresh browser looking at it; signed in unless told otherwise. */
async function visit(
  path: string,
  options: { signedOut?: boolean; as?: string; dark?: boolean; width?: number } = {},
): Promise<Visit> {
  const api = await FakeApi.start();
  const [admin] = api.users;
  if (!options.signedOut && admin)
    api.signedIn = options.as ? { ...admin, name: options.as, admin: false } : admin;
  const context = await browser.newContext({
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const broken: string[] = [];
  page.on('pageerror', error => broken.push(String(error)));
  page.on(
    'console',
    message => /Content Security Policy/.test(message.text()) && broken.push(message.text()),
  );
  await page.goto(api.url + path);
  return {
    api,
    page,
    async [Symbol.asyncDispose]() {
      await context.close();
      await api[Symbol.asyncDispose]();
      assert.deepEqual(broken, []);
    },
  };
}

const row = (page: Page, name: string) => page.getByRole('listitem', { name });

test('a person signs in with the keyboard alone, and comes to where they wanted to be', async () => {
  await using at = await visit('/sessions', { signedOut: true });
  const { page } = at;
  await page.waitForURL('**/sign-in?return=%2Fsessions');
  assert.equal(await page.title(), 'Sign in · Berth');
  await page.keyboard.type('admin');
  await page.keyboard.press('Tab');
  await page.keyboard.type('correct horse');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sessions');
  await page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
});

test('a wrong password is told, and the field is ready for another', async () => {
  await using at = await visit('/sign-in', { signedOut: true });
  const { page } = at;
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nope');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The user name or the password is wrong.').waitFor();
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
  assert.equal(await page.evaluate('document.activeElement.name'), 'password');
});

test('too many attempts show how long to wait, and no more are sent', async () => {
  await using at = await visit('/sign-in', { signedOut: true });
  const { api, page } = at;
  api.rateLimited = true;
  await page.getByLabel('User name').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('nope');
  await page.keyboard.press('Enter');
  await page.getByText(/You can try again in \d+ s/).waitFor();
  assert.ok(await page.getByRole('button', { name: /Wait \d+ s/ }).isDisabled());
  await page.keyboard.press('Enter');
  assert.equal(api.requests.filter(each => each.startsWith('POST /auth/login')).length, 1);
});

test('one click on a profile starts it: a tab opens with its viewer, and the list shows it move by itself', async () => {
  await using at = await visit('/');
  const { api, page } = at;
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Start Terminal' }).click();
  const tab = await opening;
  await row(page, 'xterm').getByText('Queued').waitFor();
  const [session] = api.sessions.items;
  assert.ok(session);
  await tab.waitForURL(`**/s/${session.id}`);

  api.sessions.move(session.id, 'preparing', {
    code: 'starting',
    message: 'Waiting for the desktop to draw.',
  });
  await row(page, 'xterm').getByText('Starting the screen').waitFor();
  await row(page, 'xterm').getByText('Waiting for the desktop to draw.').waitFor();
  api.sessions.ready(session.id);
  await row(page, 'xterm').getByText('Running').waitFor();
  await page.getByTestId('announcer').getByText('xterm: Running.').waitFor({ state: 'attached' });
  const open = row(page, 'xterm').getByRole('link', { name: 'Open xterm in a new tab' });
  assert.equal(await open.getAttribute('href'), `/s/${session.id}`);
});

test('a start that is refused closes its tab and says why', async () => {
  await using at = await visit('/');
  const { api, page } = at;
  await page.getByRole('button', { name: 'Start Terminal' }).waitFor();
  api.brokerAway = true;
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Start Terminal' }).click();
  const tab = await opening;
  await page.getByText('Terminal could not be started').waitFor();
  if (!tab.isClosed()) await tab.waitForEvent('close');
});

test('options are checked before anything is sent, and what is sent is what was chosen', async () => {
  await using at = await visit('/');
  const { api, page } = at;
  await page.getByRole('button', { name: 'Options for Terminal' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('textbox', { name: 'Command' }).fill('xterm -e "top');
  await drawer.getByRole('button', { name: 'Start' }).click();
  await drawer.getByText('The quote " is not closed.').waitFor();
  assert.equal(api.sessions.items.length, 0);
  await drawer.getByRole('textbox', { name: 'Command' }).fill('xterm -e top');
  await drawer.getByLabel('Name').fill('Watcher');
  await drawer.getByLabel('Screen size').selectOption('1280x720');
  await drawer.getByRole('button', { name: 'Start' }).click();
  await row(page, 'Watcher').waitFor();
  assert.deepEqual(api.sessions.items[0]?.size, { width: 1280, height: 720 });
});

test('an unavailable profile says what is missing, and its command can be copied', async () => {
  await using at = await visit('/');
  const { page } = at;
  const card = page.getByRole('article', { name: 'Blender' });
  await card.getByText('blender is not installed on this machine.').waitFor();
  assert.equal(await card.getByRole('button', { name: 'Start' }).count(), 0);
  await card.getByRole('button', { name: 'Copy the command' }).click();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), 'sudo apt-get install blender');
});

test('who is no administrator is told to ask one, and sees no command', async () => {
  await using at = await visit('/', { as: 'ann' });
  const card = at.page.getByRole('article', { name: 'Blender' });
  await card.getByText('Ask your administrator to install it.').waitFor();
  assert.equal(await at.page.getByText('apt-get').count(), 0);
});

test('one’s own password is changed with the present one', async () => {
  await using at = await visit('/');
  const { api, page } = at;
  await page.getByRole('button', { name: 'Signed in as admin' }).click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change your password' });
  await dialog.getByLabel('Present password').fill('wrong');
  await dialog.getByLabel('New password').fill('short');
  await page.keyboard.press('Enter');
  await dialog.getByText('Use at least 12 characters.').waitFor();
  await dialog.getByLabel('New password').fill('a new and long one');
  await page.keyboard.press('Enter');
  await dialog.getByText('The present password is wrong.').waitFor();
  await dialog.getByLabel('Present password').fill('correct horse');
  await page.keyboard.press('Enter');
  await page.getByText('Your password was changed').waitFor();
  assert.equal(api.password, 'a new and long one');
});

test('a user who is added elsewhere shows by itself', async () => {
  await using at = await visit('/users');
  const { api, page } = at;
  await page.getByRole('cell', { name: 'admin', exact: true }).waitFor();
  const [first] = api.users;
  assert.ok(first);
  api.users = [first, { ...first, id: 'usr_00000000000000000001', name: 'berta', admin: false }];
  api.tellUsers();
  await page.getByRole('cell', { name: 'berta', exact: true }).waitFor();
});

test('deleting asks first, says that the home is kept, and the session leaves the list', async () => {
  await using at = await visit('/sessions');
  const { api, page } = at;
  const { id } = api.sessions.create({ profile: 'xterm', name: 'Old shell' });
  api.sessions.ready(id);
  await row(page, 'Old shell').getByText('Running').waitFor();
  await page.getByRole('button', { name: 'More about Old shell' }).click();
  await page.getByRole('menuitem', { name: 'Delete…', exact: true }).click();
  await page.getByRole('dialog').getByText('Your home files are kept.').waitFor();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
  assert.equal(api.sessions.items.length, 0);
});

test('a session is stopped, started again, renamed and extended from its row', async () => {
  await using at = await visit('/sessions');
  const { api, page } = at;
  const { id } = api.sessions.create({ profile: 'xterm', name: 'Shell' });
  api.sessions.ready(id, { endsAt: new Date(Date.now() + 600_500).toISOString() });
  await row(page, 'Shell')
    .getByText('ends in 9 min')
    .or(row(page, 'Shell').getByText('ends in 10 min'))
    .waitFor();
  await page.getByRole('button', { name: 'Extend Shell' }).click();
  await page.getByRole('menuitem', { name: '1 hour more' }).click();
  await row(page, 'Shell')
    .getByText(/ends in 1 h/)
    .waitFor();

  await page.getByRole('button', { name: 'Rename Shell' }).click();
  await page.keyboard.type('Workbench');
  await page.keyboard.press('Enter');
  await row(page, 'Workbench').waitFor();

  await page.getByRole('button', { name: 'More about Workbench' }).click();
  await page.getByRole('menuitem', { name: 'Stop' }).click();
  await row(page, 'Workbench').getByText('Stopping').waitFor();
  api.sessions.move(id, 'stopped', { code: 'stopped-by-user', message: 'Stopped by admin.' });
  await row(page, 'Workbench').getByText('Stopped by admin.').waitFor();
  await page.getByRole('button', { name: 'Start Workbench again' }).click();
  await row(page, 'Workbench').getByText('Queued').waitFor();
  await page.getByRole('button', { name: 'Cancel Workbench' }).click();
  await row(page, 'Workbench').getByText('Cancelled by admin.').waitFor();
});

test('while the broker restarts a banner says so; then it goes, and what was missed shows', async () => {
  await using at = await visit('/sessions');
  const { api, page } = at;
  const { id } = api.sessions.create({ profile: 'xterm', name: 'Shell' });
  await row(page, 'Shell').getByText('Queued').waitFor();
  api.brokerAway = true;
  api.dropStreams();
  await page.getByText('Berth is restarting. Open desktops go on; this page catches up by itself.').waitFor();
  api.sessions.ready(id);
  api.brokerAway = false;
  await row(page, 'Shell').getByText('Running').waitFor();
  await page.getByTestId('connection-banner').waitFor({ state: 'detached' });
});

test('a browser without a network says so, and comes back', async () => {
  await using at = await visit('/sessions');
  const { page } = at;
  await page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('Your browser is offline.').waitFor();
  await page.context().setOffline(false);
  await page.getByTestId('connection-banner').waitFor({ state: 'detached' });
});

test('a session that has expired leads to signing in, and back', async () => {
  await using at = await visit('/sessions');
  const { api, page } = at;
  await page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
  api.signedIn = null;
  api.dropStreams();
  await page.waitForURL('**/sign-in?return=%2Fsessions');
});

test('details and logs of a session open beside the list, and Escape leads back', async () => {
  await using at = await visit('/sessions');
  const { api, page } = at;
  fillSessions(api);
  api.logs = { keeper: 'the X server answers', x: '', desktop: 'nothing', host: '' };
  await page.getByRole('button', { name: 'More about Workbench' }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  const drawer = page.getByRole('dialog', { name: 'Workbench' });
  await drawer.getByText('1.4 s in all').waitFor();
  await page.getByRole('menuitem', { name: 'Details' }).waitFor({ state: 'detached' });
  await drawer.getByRole('tab', { name: 'Logs' }).click();
  await drawer.getByText('keeper', { exact: true }).click();
  await drawer.getByText('the X server answers').waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
});

test('signing out forgets what was seen', async () => {
  await using at = await visit('/');
  const { api, page } = at;
  await page.getByRole('button', { name: 'Signed in as admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  assert.equal(api.signedIn, null);
});

test('the colour scheme follows the system until it is chosen, and is remembered', async () => {
  await using at = await visit('/', { dark: true });
  const { page } = at;
  const scheme = () => page.evaluate('document.documentElement.dataset.mantineColorScheme');
  await page.getByRole('heading', { name: 'Start something' }).waitFor();
  assert.equal(await scheme(), 'dark');
  await page.getByRole('button', { name: 'Colours: As the system' }).click();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  assert.equal(await scheme(), 'light');
  await page.reload();
  await page.getByRole('heading', { name: 'Start something' }).waitFor();
  assert.equal(await scheme(), 'light');
});

test('filters ask the server, and can be cleared', async () => {
  await using at = await visit('/sessions');
  const { api, page } = at;
  fillSessions(api);
  await row(page, 'Workbench').waitFor();
  await page.getByLabel('State').selectOption('failed');
  await row(page, 'Workbench').waitFor({ state: 'detached' });
  await row(page, 'Build shell').getByText('owner mara').waitFor();
  await page.getByPlaceholder('Search').fill('nothing like it');
  await page.getByRole('button', { name: 'Show all' }).click();
  await row(page, 'Workbench').waitFor();
});

test('more sessions than a page holds are fetched when asked for', async () => {
  await using at = await visit('/');
  const { api, page } = at;
  for (let count = 0; count < 30; count++) api.sessions.create({ profile: 'xterm', name: `Shell ${count}` });
  await page.getByRole('link', { name: 'All sessions (30)' }).click();
  await page.getByText('25 of 30').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('30 in all').waitFor();
});

test('nothing is wider than a small phone, and every page has its title', async () => {
  await using at = await visit('/', { width: 360 });
  const { api, page } = at;
  fillSessions(api);
  await row(page, 'Workbench').waitFor();
  const titles: string[] = [];
  for (const path of ['/', '/sessions', '/users', '/doctor', '/nowhere']) {
    await page.goto(api.url + path);
    await page.locator('h1').waitFor({ state: 'attached' });
    titles.push(await page.title());
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 360, path);
  }
  assert.deepEqual(titles, [
    'Berth',
    'Sessions · Berth',
    'Users · Berth',
    'Doctor · Berth',
    'Not found · Berth',
  ]);
});
