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

it('gives more at once where it may, after a time without any', () => {
  const budget = new MessageBudget(100, 300);
  assert.ok(budget.take(0, 300) && !budget.take(0));
  assert.ok(!budget.take(1000, 101) && budget.take(1000, 100));
  assert.ok(budget.take(90_000, 300) && !budget.take(90_000));
});
