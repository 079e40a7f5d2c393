import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestBroker } from '../testing/test-broker.ts';

async function build(folder: string, asset: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), `<title>portal</title>${asset}`);
  await writeFile(join(folder, 'viewer.html'), '<title>viewer</title>');
  await writeFile(join(folder, 'assets', asset), 'export {};');
}

test('a portal that is built, and built again, while Berth runs is shown', async () => {
  await using broker = await openTestBroker();
  const folder = join(broker.folder, 'portal');
  const statusOf = async (path: string) => (await broker.call('GET', path)).status;
  assert.equal(await statusOf('/'), 503);
  await build(folder, 'first-1a.js');
  assert.equal(await statusOf('/'), 200);
  assert.equal(await statusOf('/assets/first-1a.js'), 200);
  await rm(folder, { recursive: true });
  await build(folder, 'second-2b.js');
  assert.equal(await statusOf('/assets/second-2b.js'), 200);
  assert.equal(await statusOf('/assets/first-1a.js'), 404);
});

test('pages are asked for each time, assets are kept for ever, and what is no file is a page or not there', async () => {
  await using broker = await openTestBroker();
  await build(join(broker.folder, 'portal'), 'app-1a.js');
  const cachingOf = async (path: string) => (await broker.call('GET', path)).headers['cache-control'];
  assert.equal(await cachingOf('/'), 'no-cache');
  assert.equal(await cachingOf('/sessions/new'), 'no-cache');
  assert.equal(await cachingOf('/s/ses_00000000000000000000'), 'no-cache');
  assert.equal(await cachingOf('/assets/app-1a.js'), 'public, max-age=31536000, immutable');
  for (const path of ['/assets/none.js', '/nothing.png', '/api/v1/nothing', '/.env.js'])
    assert.equal((await broker.call('GET', path)).status, 404, path);
  assert.equal((await broker.call('GET', '/../berth.db.js')).status, 403);
});

test('the API reference fetches nothing from elsewhere', async () => {
  await using broker = await openTestBroker();
  const { headers, status } = await broker.call('GET', '/docs/');
  assert.equal(status, 200);
  assert.doesNotMatch(String(headers['content-security-policy']), /https:|swagger\.io|\*/);
  const initializer = await broker.call('GET', '/docs/static/swagger-initializer.js');
  assert.match(String(initializer.body), /"validatorUrl":\s*null/);
});
