import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClipboardChoice } from './clipboard-choice.ts';

test('a local text goes to the session once', () => {
  const choice = new ClipboardChoice();
  assert.equal(choice.handleLocal('a'), true);
  assert.equal(choice.handleLocal('a'), false);
  assert.equal(choice.handleLocal('b'), true);
  assert.equal(choice.handleLocal(''), false);
});

test('what is copied in the session goes to the local clipboard, and does not come back from it', () => {
  const choice = new ClipboardChoice();
  assert.equal(choice.handleRemote('remote', true), true);
  choice.handleWritten('remote');
  assert.equal(choice.handleLocal('remote'), false);
});

test('an old local text does not replace what was copied in the session since', () => {
  const choice = new ClipboardChoice();
  choice.handleLocal('old');
  choice.handleRemote('new', true);
  assert.equal(choice.handleLocal('old'), false);
  assert.equal(choice.remote, 'new');
});

test('without having seen the local text, the session’s is newer until the window was left', () => {
  const choice = new ClipboardChoice();
  choice.handleRemote('copied here', true);
  assert.equal(choice.handleLocal('from before'), false);
  const left = new ClipboardChoice();
  left.handleRemote('copied here', true);
  left.handleFocus();
  assert.equal(left.handleLocal('from elsewhere'), true);
});

test('what was there when the page came stays there; after a lost connection, only news count', () => {
  const choice = new ClipboardChoice();
  assert.equal(choice.handleRemote('there before', false), false);
  assert.equal(choice.handleRemote('there before', false), false);
  assert.equal(choice.handleRemote('copied meanwhile', false), true);
});
