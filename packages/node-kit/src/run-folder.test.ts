import assert from 'node:assert/strict';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import { createRunFolder, type RunFolder, runFolderOf } from './run-folder.ts';

const ada = { uid: 1000, runtimeFolder: '/run/user/1000' };

test('the run folder follows from the data folder, whatever path leads there', () => {
  using folder = temporaryFolder();
  mkdirSync(folder.file('data'));
  symlinkSync(folder.file('data'), folder.file('link'));
  assert.equal(runFolderOf(folder.file('link'), ada).path, runFolderOf(folder.file('data'), ada).path);
  assert.notEqual(runFolderOf(folder.file('other'), ada).path, runFolderOf(folder.file('data'), ada).path);
});

test('it is in the place that the system has for this user', () => {
  assert.match(
    runFolderOf('/data', { uid: 0, runtimeFolder: '/run/user/0' }).path,
    /^\/run\/berth\/[0-9a-f]{8}$/,
  );
  assert.match(runFolderOf('/data', ada).path, /^\/run\/user\/1000\/berth-[0-9a-f]{8}$/);
  assert.match(
    runFolderOf('/data', { uid: 1000, runtimeFolder: undefined }).path,
    /^\/tmp\/berth-1000-[0-9a-f]{8}$/,
  );
});

test('a runtime folder that is too long for sockets is not used', () => {
  const long = { uid: 1000, runtimeFolder: `/${'x'.repeat(60)}` };
  assert.match(runFolderOf('/data', long).path, /^\/tmp\//);
});

function under(path: string): RunFolder {
  return {
    ...runFolderOf('/data', ada),
    path,
    linkFolder: `${path}/link`,
    sessionsFolder: `${path}/sessions`,
  };
}

test('the folders get modes that let hosts reach the link, and nobody look around', () => {
  using folder = temporaryFolder();
  const run = under(folder.file('run'));
  createRunFolder(run, process.getuid?.() ?? 0);
  createRunFolder(run, process.getuid?.() ?? 0);
  assert.equal(statSync(run.linkFolder).mode & 0o777, 0o711);
  assert.equal(statSync(run.path).mode & 0o066, 0);
});

test('a folder that somebody else put there is refused', () => {
  using folder = temporaryFolder();
  const run = under(folder.file('run'));
  mkdirSync(run.path);
  assert.throws(() => createRunFolder(run, 4242), { code: 'DATA_UNWRITABLE' });
});
