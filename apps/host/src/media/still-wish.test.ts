import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StillWish } from './still-wish.ts';

const quietMs = 250;

test('nobody who wants one, no still', () => {
  assert.equal(new StillWish(quietMs).delayAt(1000, -Infinity), Infinity);
});

test('a page that has nothing gets one at once, whoever asked before or asks after', () => {
  const wish = new StillWish(quietMs);
  wish.ask(false, 1000);
  wish.ask(true, 1001);
  wish.ask(false, 1002);
  assert.equal(wish.delayAt(1002, 1000), 0);
});

test('one that has missed something waits until nothing has moved for a while', () => {
  const wish = new StillWish(quietMs);
  wish.ask(false, 1000);
  assert.equal(wish.delayAt(1000, 900), 150);
  wish.begun(1150);
  wish.made(1150);
  assert.equal(wish.delayAt(1150, 900), Infinity);
});

test('where something always moves it waits no longer than two seconds, and then not more often than every ten', () => {
  const wish = new StillWish(quietMs);
  wish.ask(false, 1000);
  wish.ask(false, 2500);
  assert.equal(wish.delayAt(2500, 2500), quietMs);
  assert.equal(wish.delayAt(2990, 2990), 10);
  assert.equal(wish.delayAt(3000, 3000), 0);
  wish.begun(3000);
  wish.made(3000);
  wish.ask(false, 4000);
  assert.equal(wish.delayAt(12_990, 12_990), 10);
  assert.equal(wish.delayAt(13_000, 13_000), 0);
});

test('however many come or ask again, everybody gets one four times a second at most', () => {
  const wish = new StillWish(quietMs);
  wish.ask(true, 1000);
  assert.equal(wish.delayAt(1000, 1000), 0);
  wish.begun(1000);
  wish.made(1000);
  wish.ask(true, 1001);
  assert.equal(wish.delayAt(1001, 1001), 249);
  assert.equal(wish.delayAt(1250, 1250), 0);
});

test('what takes long to make takes no more than a quarter of the time', () => {
  const wish = new StillWish(quietMs);
  wish.ask(true, 1000);
  wish.begun(1000);
  wish.ask(true, 1100);
  wish.made(1200);
  assert.equal(wish.delayAt(1200, 1200), 600);
});
