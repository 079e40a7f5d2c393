import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MessageBudget } from './message-budget.ts';

it('gives so much in a second, one by one or together', () => {
  const budget = new MessageBudget(100);
  assert.ok(budget.take(0, 60));
  for (let count = 0; count < 40; count++) assert.ok(budget.take(0));
  assert.ok(!budget.take(0));
  assert.ok(!budget.take(500, 51));
  assert.ok(budget.take(500, 50));
  assert.ok(budget.take(90_000, 100) && !budget.take(90_000));
});
