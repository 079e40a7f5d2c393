import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { placeScreen, screenPoint } from './fit.ts';

const screen = { width: 1920, height: 1080 };

describe('the place of the screen', () => {
  test('a screen of the window’s size fills it, one to one', () => {
    assert.deepEqual(placeScreen(screen, screen, 1), { left: 0, top: 0, ...screen });
  });

  test('one to one is in device pixels', () => {
    const place = placeScreen(screen, { width: 960, height: 540 }, 2);
    assert.deepEqual(place, { left: 0, top: 0, width: 960, height: 540 });
  });

  test('a screen that nearly fits is not scaled: the text would blur', () => {
    const place = placeScreen({ width: 1000, height: 800 }, { width: 1003, height: 801 }, 1);
    assert.deepEqual([place.width, place.height], [1000, 800]);
  });

  test('a wide screen in a tall window is centred', () => {
    assert.deepEqual(placeScreen(screen, { width: 960, height: 1000 }, 1), {
      left: 0,
      top: 230,
      width: 960,
      height: 540,
    });
  });
});

describe('a point of the window on the screen', () => {
  const place = { left: 0, top: 230, width: 960, height: 540 };
  const at = (x: number, y: number) => screenPoint({ x, y }, place, screen);

  test('is scaled', () => assert.deepEqual(at(480, 500), { x: 960, y: 540 }));
  test('first and last pixel are reached', () => {
    assert.deepEqual(at(0, 230), { x: 0, y: 0 });
    assert.deepEqual(at(959.9, 769.9), { x: 1919, y: 1079 });
  });
  test('in the margin it is the nearest edge', () => {
    assert.deepEqual(at(-5, 0), { x: 0, y: 0 });
    assert.deepEqual(at(2000, 2000), { x: 1919, y: 1079 });
  });
});
