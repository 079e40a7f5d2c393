import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InputEffect } from './input-effect.ts';

describe('the effect of an input', () => {
  it('may go out between two beats, a few times and for a moment', () => {
    const input = new InputEffect(1);
    assert.ok(!input.mayShow(0));
    input.note(2, 1000);
    assert.ok(input.mayShow(1099) && !input.mayShow(1100));
    for (let count = 0; count < 3; count++) {
      assert.ok(input.mayShow(1010));
      input.noteCapture();
    }
    assert.ok(!input.mayShow(1010));
  });

  it('belongs to the newest input before the capture', () => {
    const input = new InputEffect(1);
    input.note(2, 0);
    assert.equal(input.captured, 1);
    input.noteCapture();
    input.note(3, 1);
    assert.equal(input.captured, 2);
  });

  it('is told once for each input when nothing has changed', () => {
    const input = new InputEffect(1);
    assert.equal(input.takeUnchanged(), null);
    input.note(2, 0);
    input.noteCapture();
    assert.equal(input.takeUnchanged(), 2);
    assert.equal(input.takeUnchanged(), null);
  });
});
