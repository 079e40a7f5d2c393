import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeldInput, type InputSink } from './held-input.ts';

function recorder(): { sink: InputSink; log: string[] } {
  const log: string[] = [];
  const sink: InputSink = {
    press: (code, keysym) => {
      log.push(`press ${code || keysym}`);
      return (code || keysym) + 8;
    },
    release: keycode => log.push(`release ${keycode - 8}`),
    moveTo: (x, y) => log.push(`move ${x},${y}`),
    moveBy: (x, y) => log.push(`by ${x},${y}`),
    button: (number, down) => log.push(`${down ? 'down' : 'up'} ${number}`),
  };
  return { sink, log };
}

describe('what a viewer holds', () => {
  it('is pressed once and released as it was pressed, even if the keysym has changed meanwhile', () => {
    const { sink, log } = recorder();
    const held = new HeldInput(sink);
    held.key(true, 30, 0x41, 0);
    held.key(true, 30, 0x41, 0);
    held.key(false, 30, 0x61, 0);
    held.key(false, 30, 0x61, 0);
    assert.deepEqual(log, ['press 30', 'release 30']);
  });

  it('is let go after two silent seconds, and when the viewer leaves', () => {
    const { sink, log } = recorder();
    const held = new HeldInput(sink);
    held.key(true, 30, 0, 0);
    held.pointer(1, 2, 0b1_0000_0001, 0);
    held.confirm([30], 1500);
    held.releaseIfSilent(3000);
    assert.deepEqual(log.splice(0), ['press 30', 'move 1,2', 'down 1', 'down 9']);
    held.releaseIfSilent(3501);
    assert.deepEqual(log.splice(0), ['release 30', 'up 1', 'up 9']);
    held.key(true, 31, 0, 4000);
    held[Symbol.dispose]();
    assert.deepEqual(log, ['press 31', 'release 31']);
  });

  it('is kept, if it is a button, by word of the page that names no keys', () => {
    const { sink, log } = recorder();
    const held = new HeldInput(sink);
    held.pointer(1, 2, 1, 0);
    held.confirm([], 1500);
    held.confirm([], 3000);
    held.releaseIfSilent(5000);
    assert.deepEqual(log.splice(0), ['move 1,2', 'down 1']);
    held.releaseIfSilent(5001);
    assert.deepEqual(log, ['up 1']);
  });

  it('does not outlive its mention in the list of held codes', () => {
    const { sink, log } = recorder();
    const held = new HeldInput(sink);
    held.key(true, 30, 0, 0);
    held.key(true, 31, 0, 0);
    held.confirm([31], 100);
    assert.deepEqual(log, ['press 30', 'press 31', 'release 30']);
  });

  it('turns the wheel by whole notches and keeps the rest', () => {
    const { sink, log } = recorder();
    const held = new HeldInput(sink);
    held.wheel(0, 100);
    assert.deepEqual(log, []);
    held.wheel(0, 100);
    held.wheel(-120, 0);
    assert.deepEqual(log.splice(0), ['down 5', 'up 5', 'down 6', 'up 6']);
    held.wheel(0, 32767);
    assert.equal(log.length, 64);
  });

  it('is at most 32 keys', () => {
    const { sink, log } = recorder();
    const held = new HeldInput(sink);
    for (let code = 1; code < 100; code++) held.key(true, code, 0, 0);
    assert.equal(log.length, 32);
  });
});
