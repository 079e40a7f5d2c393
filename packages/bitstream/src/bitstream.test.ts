import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BitWriter } from './bits.ts';
import { addEmulation } from './emulation.ts';
import {
  codecStringOf,
  declareNoReordering,
  joinNalUnits,
  nalTypeOf,
  parseSps,
  splitNalUnits,
} from './index.ts';

/** A baseline SPS of 1920×1080, without VUI, or with one that says nothing. */
function handMadeSps(vui: 'none' | 'empty'): Uint8Array<ArrayBuffer> {
  const w = new BitWriter();
  w.bits(0x67, 8);
  w.bits(0x42, 8);
  w.bits(0xc0, 8);
  w.bits(0x28, 8);
  for (const value of [0, 0, 2, 1]) w.unsigned(value);
  w.bits(0, 1);
  w.unsigned(119);
  w.unsigned(67);
  w.bits(0b11, 2);
  w.bits(1, 1);
  for (const value of [0, 0, 0, 4]) w.unsigned(value);
  w.bits(vui === 'none' ? 0 : 1, 1);
  if (vui === 'empty') w.bits(0, 9);
  return addEmulation(w.finish());
}

describe('a sequence parameter set', () => {
  it('gives the codec string and the cropped size', () => {
    const sps = parseSps(handMadeSps('none'));
    assert.equal(codecStringOf(sps), 'avc1.42c028');
    assert.deepEqual([sps.width, sps.height, sps.reorderFrames], [1920, 1080, null]);
  });

  for (const vui of ['none', 'empty'] as const) {
    it(`is made to declare that nothing is reordered (VUI: ${vui})`, () => {
      const mended = declareNoReordering(handMadeSps(vui));
      const sps = parseSps(mended);
      assert.equal(sps.reorderFrames, 0);
      assert.deepEqual([sps.width, sps.height, codecStringOf(sps)], [1920, 1080, 'avc1.42c028']);
      assert.equal(declareNoReordering(mended), mended);
    });
  }

  it('is refused, not misread, when it ends early or is something else', () => {
    assert.throws(() => parseSps(Uint8Array.of(0x67, 0x42, 0xc0)), RangeError);
    assert.throws(() => parseSps(Uint8Array.of(0x68, 0, 0)), RangeError);
    assert.throws(() => parseSps(new Uint8Array(64)), RangeError);
  });
});

describe('an Annex-B stream', () => {
  it('splits into units at start codes of either length', () => {
    const units = splitNalUnits(Uint8Array.of(0, 0, 0, 1, 0x67, 9, 0, 0, 1, 0x68, 8, 0, 0, 0, 1, 0x65, 7));
    assert.deepEqual(units.map(nalTypeOf), [7, 8, 5]);
    assert.deepEqual(splitNalUnits(joinNalUnits(units)), units);
  });

  it('has no units when there is no start code', () => {
    assert.deepEqual(splitNalUnits(Uint8Array.of(1, 2, 3)), []);
  });
});
