import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QualityChoice } from './quality-choice.ts';

/** Seconds of video at 50 frames a second; what was chosen at the end of each. */
function run(choice: QualityChoice, from: number, seconds: number, frameBytes: number, heldMs = 0): string[] {
  return Array.from({ length: seconds }, (_, second) => {
    for (let frame = 0; frame < 50; frame++) choice.sent(frameBytes);
    choice.held(heldMs);
    return choice.choose((from + second + 1) * 1000);
  });
}

describe('the quality of video', () => {
  it('stays sharp for what is small, also when the page is slow', () => {
    assert.deepEqual(new Set(run(new QualityChoice(0), 0, 20, 6000, 800)), new Set(['sharp']));
  });

  it('stays sharp for what is large, where the path carries it', () => {
    assert.deepEqual(new Set(run(new QualityChoice(0), 0, 20, 90_000, 100)), new Set(['sharp']));
  });

  it('stays sharp for what is large while the page is slow, where the path is known to carry it', () => {
    const choice = new QualityChoice(0);
    choice.bytesPerSecond = 10_000_000;
    assert.deepEqual(new Set(run(choice, 0, 20, 60_000, 800)), new Set(['sharp']));
    choice.bytesPerSecond = 2_000_000;
    assert.deepEqual(run(choice, 20, 3, 60_000, 800), ['balanced', 'economical', 'economical']);
  });

  it('gives way where large frames wait, and where there is more than any path should carry', () => {
    assert.deepEqual(run(new QualityChoice(0), 0, 3, 60_000, 500), ['balanced', 'economical', 'economical']);
    assert.deepEqual(run(new QualityChoice(0), 0, 2, 1_000_000), ['balanced', 'economical']);
  });

  it('comes back when all is well for long, and waits longer each time', () => {
    const choice = new QualityChoice(0);
    run(choice, 0, 1, 60_000, 500);
    const first = run(choice, 1, 20, 9000).indexOf('sharp');
    run(choice, 21, 1, 60_000, 500);
    const second = run(choice, 22, 20, 9000).indexOf('sharp');
    assert.deepEqual([first, second], [4, 9]);
  });

  it('does not come back where the finer step would be too much again', () => {
    const choice = new QualityChoice(0);
    run(choice, 0, 1, 60_000, 500);
    assert.deepEqual(new Set(run(choice, 1, 60, 20_000, 400)), new Set(['balanced']));
  });

  it('counts a time without video as well', () => {
    const choice = new QualityChoice(0);
    run(choice, 0, 1, 60_000, 500);
    assert.equal(choice.choose(60_000), 'sharp');
  });

  it('leaves it to who has settled it', () => {
    const choice = new QualityChoice(0);
    choice.wish = 'sharp';
    assert.deepEqual(new Set(run(choice, 0, 5, 1_000_000, 900)), new Set(['sharp']));
    choice.wish = 'economical';
    assert.equal(choice.choose(60_000), 'economical');
  });
});
