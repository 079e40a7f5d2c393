import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TicketChoice } from './ticket-choice.ts';

test('a resume ticket is tried first, and a fresh one after it', () => {
  const tickets = new TicketChoice();
  tickets.keep('r1.abc-_.def', 100);
  assert.equal(tickets.choose(1), 'r1.abc-_.def');
  assert.equal(tickets.choose(2), null);
});

test('a resume ticket that no browser can present is passed over', () => {
  for (const ticket of ['', 'a b', '\0', '\u{1f600}', 'a,b']) {
    const tickets = new TicketChoice();
    tickets.keep(ticket, 100);
    assert.equal(tickets.choose(1), null);
  }
});
