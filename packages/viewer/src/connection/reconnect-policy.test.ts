import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { delayBeforeAttempt, dialsUnasked, TroubleLog } from './reconnect-policy.ts';
import { TicketChoice } from './ticket-choice.ts';

/** Dials as a viewer whose network was cut for so long, each dial refused within `dialMs`; says how late it came back, and after how many dials. */
function cut(cutMs: number, random: number, dialMs = 20): { lateMs: number; dials: number } {
  const log = new TroubleLog();
  log.handleLost(60_000);
  for (let now = 0, dials = 1; ; dials++) {
    now += delayBeforeAttempt(log.next(now), random);
    if (now >= cutMs) return { lateMs: now - cutMs, dials };
    now += dialMs;
  }
}

describe('waiting between attempts', () => {
  test('the first is at once', () => {
    assert.equal(delayBeforeAttempt(new TroubleLog().next(5), 0), 0);
  });

  test('a network that was away for up to a minute is noticed within 800 ms, whatever the moment', () => {
    for (let cutMs = 100; cutMs <= 60_000; cutMs += 97)
      for (const random of [0, 0.5, 1]) assert.ok(cut(cutMs, random).lateMs <= 800, `${cutMs} ms`);
  });

  test('a server that is down is not hammered: less and less often, down to every five seconds', () => {
    const perMinute = (minute: number) => cut(minute * 60_000, 0).dials - cut((minute - 1) * 60_000, 0).dials;
    assert.ok(perMinute(1) <= 140);
    assert.ok(perMinute(2) <= 70);
    assert.ok(perMinute(10) <= 13);
    assert.equal(delayBeforeAttempt({ attempts: 900, lastedMs: 3_600_000, broken: 0 }, 0), 5000);
  });

  test('few dials go unasked, so that no browser holds the next one back', () => {
    const unasked = Array.from({ length: 200 }, (_, attempts) => attempts).filter(attempts =>
      dialsUnasked({ attempts, lastedMs: 0, broken: 0 }),
    );
    assert.deepEqual(unasked, [0, 8, 16, 32, 64, 128]);
  });

  test('chance takes up to a quarter away, so that viewers do not come back all at once', () => {
    const trouble = { attempts: 3, lastedMs: 1000, broken: 0 };
    assert.deepEqual(
      [0, 1].map(random => delayBeforeAttempt(trouble, random)),
      [400, 300],
    );
  });

  test('a host that crashes again and again is not dialled in a tight loop, until it holds', () => {
    const log = new TroubleLog();
    log.handleLost(60_000);
    const delays = [];
    for (let crash = 0; crash < 8; crash++) {
      delays.push(delayBeforeAttempt(log.next(0), 0));
      log.handleLost(crash % 2 === 0 ? 0 : 500);
    }
    assert.deepEqual(delays, [0, 400, 500, 1000, 2000, 4000, 5000, 5000]);
    log.next(0);
    log.handleLost(10_000);
    assert.equal(delayBeforeAttempt(log.next(0), 0), 0);
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
