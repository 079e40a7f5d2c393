import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AttemptCount, delayBeforeAttempt } from './reconnect-policy.ts';
import { TicketChoice } from './ticket-choice.ts';

describe('waiting between attempts', () => {
  test('the first is at once, then it doubles to five seconds', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 50].map(n => delayBeforeAttempt(n, 0));
    assert.deepEqual(delays, [0, 250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  test('chance takes up to a half away, so that viewers do not come back all at once', () => {
    assert.equal(delayBeforeAttempt(6, 1), 2500);
    assert.equal(delayBeforeAttempt(0, 1), 0);
  });

  test('a connection that breaks at once again is not dialled in a tight loop', () => {
    const attempts = new AttemptCount();
    attempts.next();
    attempts.handleLost(10);
    assert.equal(attempts.next(), 1);
    attempts.handleLost(10_000);
    assert.equal(attempts.next(), 0);
  });
});

describe('what to present', () => {
  test('a resume ticket first, then a fresh one, then the resume ticket again', () => {
    const tickets = new TicketChoice();
    tickets.keep('r1', 1000);
    assert.deepEqual([tickets.choose(0), tickets.choose(0), tickets.choose(0)], ['r1', null, 'r1']);
  });

  test('the newest resume ticket replaces the one before', () => {
    const tickets = new TicketChoice();
    tickets.keep('r1', 1000);
    tickets.choose(0);
    tickets.keep('r2', 1000);
    assert.equal(tickets.choose(0), 'r2');
  });

  test('an expired one is not tried', () => {
    const tickets = new TicketChoice();
    tickets.keep('r1', 1000);
    assert.equal(tickets.choose(1000), null);
  });
});
