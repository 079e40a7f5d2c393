import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SessionOver } from '@berth/viewer';
import { Refused, type SessionApi, Unreachable } from './session-api.ts';
import { getTicket } from './ticket-source.ts';

/** Answers in order; the phase changes when the test says so. */
function asking(...answers: readonly (string | Error)[]) {
  const waiting: (() => void)[] = [];
  const left = [...answers];
  const api: Pick<SessionApi, 'ticket'> = {
    ticket: () => {
      const answer = left.shift();
      assert.ok(answer, 'asked more often than there are answers');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const ticket = getTicket(api, 'control', () => new Promise(resolve => waiting.push(resolve)));
  return {
    ticket,
    left,
    changePhase: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

const settle = () => new Promise(resolve => setImmediate(resolve));

describe('a ticket', () => {
  for (const code of ['SESSION_NOT_READY', 'NOT_SIGNED_IN'])
    it(`that is refused with ${code} is asked for again once the session is heard of, and not before`, async () => {
      const { ticket, left, changePhase } = asking(new Refused(code, ''), 'a ticket');
      await settle();
      assert.equal(left.length, 1);
      changePhase();
      assert.equal(await ticket, 'a ticket');
    });

  for (const code of ['SESSION_UNKNOWN', 'NOT_FOUND', 'REQUEST_INVALID', 'NOT_ALLOWED'])
    it(`that is refused with ${code} is not asked for again`, async () => {
      await assert.rejects(asking(new Refused(code, 'why')).ticket, SessionOver);
    });

  it('that does not come is asked for again by who wants it', async () => {
    await assert.rejects(asking(new Unreachable('away')).ticket, Unreachable);
  });
});
