import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClipboardChoice } from './clipboard-choice.ts';

/** A choice of a page whose connection takes what it is given, unless it is away. */
function connected() {
  const choice = new ClipboardChoice();
  let now = 0;
  const sent: string[] = [];
  const send = () => {
    if (choice.owed === null) return;
    sent.push(choice.owed);
    choice.handleSent(choice.owed, ++now);
  };
  return {
    choice,
    /** What was sent since this was asked last. */
    sent: () => sent.splice(0),
    /** The person has copied this on their computer. */
    copy(text: string, { away = false } = {}) {
      if (choice.handleLocal(text)) choice.owe(text);
      if (!away) send();
    },
    give(text: string) {
      choice.owe(text);
      send();
    },
    /** Somebody copies this in the session. */
    copyThere(text: string) {
      if (choice.handleRemote(text, true)) choice.handleWritten(text);
    },
    answer: () => choice.handleAnswered(++now),
    /** The connection is lost and comes back; the session's clipboard holds `remote`. Says whether the local one follows. */
    reconnect(remote: string | null) {
      choice.handleReconnected();
      const follows = remote !== null && choice.handleRemote(remote, false);
      if (remote === null) choice.handleNoRemote();
      send();
      return follows;
    },
  };
}

test('a local text goes to the session once', () => {
  const { copy, sent } = connected();
  for (const text of ['a', 'a', 'b', '']) copy(text);
  assert.deepEqual(sent(), ['a', 'b']);
});

test('what is copied in the session goes to the local clipboard, and does not come back from it', () => {
  const choice = new ClipboardChoice();
  assert.equal(choice.handleRemote('remote', true), true);
  choice.handleWritten('remote');
  assert.equal(choice.handleLocal('remote'), false);
});

test('an old local text does not replace what was copied in the session since', () => {
  const { choice, copy } = connected();
  copy('old');
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

test('a text that could not be sent is not what the session holds, and is sent when it can be', () => {
  const { choice, copy, sent, reconnect, copyThere } = connected();
  copyThere('S');
  copy('L', { away: true });
  assert.equal(choice.remote, 'S');
  copy('L', { away: true });
  assert.equal(reconnect('S'), false, 'what is copied stays on the local clipboard');
  assert.deepEqual(sent(), ['L']);
  assert.equal(choice.remote, 'L');
});

test('what was copied here while nobody could tell stays, whatever the session has got meanwhile', () => {
  const { copy, sent, reconnect, copyThere } = connected();
  copyThere('S');
  copy('L', { away: true });
  assert.equal(reconnect('of another'), false);
  assert.deepEqual(sent(), ['L']);
});

test('what waits is forgotten when something newer is copied, in the session or here', () => {
  const { choice, copy, sent, reconnect, copyThere } = connected();
  copyThere('S');
  copy('L', { away: true });
  copy('S', { away: true });
  reconnect('S');
  assert.deepEqual(sent(), []);
  copy('L', { away: true });
  assert.equal(choice.handleRemote('just copied', true), true);
  assert.equal(choice.owed, null);
});

test('a text that was lost on its way is sent again', () => {
  const { copy, give, sent, reconnect, copyThere } = connected();
  copyThere('S');
  copy('L1');
  copy('L2');
  sent();
  assert.equal(reconnect('L1'), false);
  assert.deepEqual(sent(), ['L2']);
  assert.equal(reconnect('L2'), false);
  assert.deepEqual(sent(), []);
  give('by hand');
  reconnect('L2');
  assert.deepEqual(sent(), ['by hand', 'by hand']);
});

test('a text that was lost on its way to an empty clipboard is sent again', () => {
  const { copy, sent, reconnect } = connected();
  copy('L');
  reconnect(null);
  assert.deepEqual(sent(), ['L', 'L']);
  reconnect('L');
  assert.deepEqual(sent(), []);
});

test('what has arrived is not sent again: what the session held before was copied there anew', () => {
  const { copy, sent, answer, reconnect, copyThere } = connected();
  copyThere('S');
  copy('L');
  assert.deepEqual([answer(), answer()], [true, false]);
  sent();
  assert.equal(reconnect('S'), true);
  assert.deepEqual(sent(), []);
});
