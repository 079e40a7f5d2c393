import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeResults, makeRow } from '../testing/made-up-results.ts';
import { chartsOf } from './charts.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { judge, judgeExtras } from './targets.ts';

const results = makeResults([
  makeRow('berth', 'photo', { fps: 50, ssim: 0.98, bytesPerSecond: 100 }, { fps: 3 }),
  makeRow('novnc-tigervnc', 'photo', { fps: 20, ssim: 0.97, bytesPerSecond: 1000 }),
  makeRow('selkies', 'photo', { fps: 52, serverCpuMsPerFrame: null }),
]);

describe('the report', () => {
  it('holds Berth against the best peer of the same workload', () => {
    const verdicts = judge(results).map(({ target, against, pass }) => [target, against, pass]);
    assert.deepEqual(verdicts, [
      ['frames/s ≥ best', 'selkies 52', false],
      ['bytes/s ≤ 0.25× noVNC, SSIM no worse', 'novnc-tigervnc 1000', true],
    ]);
  });
  it('counts what Berth failed to give, where a peer gave it, as a miss', () => {
    const rows = results.rows.map(row => (row.system === 'berth' ? { ...row, fps: null } : row));
    const [first] = judge({ ...results, rows });
    assert.deepEqual([first?.pass, first?.note], [false, 'not taken']);
  });
  it('leaves out of the count what cannot be judged', () => {
    const wide = (system: string, fps: number) => ({
      ...makeRow(system, 'photo', { fps, bytesPerSecond: 1 }),
      width: 1920,
    });
    const verdicts = judge(makeResults([wide('berth', 60), wide('novnc-tigervnc', 30)]));
    assert.deepEqual(
      verdicts.map(({ pass }) => pass),
      [true, null, null],
    );
    assert.match(toMarkdown(results, verdicts, []), /1 of 1 met; 2 not judged/);
  });
  it('misses absolute limits for which Berth gave nothing, and does not judge 50 sessions by 8', () => {
    const density = {
      sessions: 8,
      watched: 8,
      stillCpuPercent: 2,
      typingCpuPercent: 9,
      pssMiBPerSession: 90,
    };
    const verdicts = judgeExtras({ startUp: { openbox: 900 }, reconnect: null, density });
    assert.deepEqual(
      verdicts.map(({ where, pass }) => [where, pass]),
      [
        ['openbox', true],
        ['xfce', false],
        ['8 sessions', null],
        ['8 sessions', true],
      ],
    );
  });
  it('does not let fewer bytes pass with a worse picture', () => {
    const rows = results.rows.map(row => (row.system === 'berth' ? { ...row, ssim: 0.9 } : row));
    assert.equal(judge({ ...results, rows }).at(-1)?.pass, false);
  });
  it('prints half the range beside a median and a dash for what was not taken', () => {
    const text = toMarkdown(results, judge(results), []);
    assert.match(text, /\| berth \| 50\.0 ±1\.5 \| – \|/);
    assert.match(text, /1 of 2 met/);
    assert.match(text, /\*\*neko\*\*: no package/);
  });
  it('makes a page that loads nothing', () => {
    const page = toHtml(results, judge(results));
    assert.match(page, /<svg/);
    assert.doesNotMatch(page, /<script|<link|src=|@import/);
  });
  it('shows verdicts, values, and where there is none on that page', () => {
    const page = toHtml(results, judge(results));
    assert.match(page, /1 of 2 met/);
    assert.match(page, /<tr class="miss"><td>✗ miss<\/td><td>frames\/s ≥ best/);
    assert.match(
      page,
      /SSIM against what X showed – 1280×720<\/h2>\n<p>more is better; 1 is identical; the axis begins at 0\.9; – where/,
    );
    assert.match(page, />0\.9800</);
    assert.match(page, />–</);
  });
  it('leaves out of a chart the workloads that have no such figure', () => {
    const rows = [makeRow('berth', 'idle', { fps: 0, ssim: 1 }), makeRow('berth', 'gears', { fps: 60 })];
    const charts = chartsOf(makeResults(rows));
    const of = (name: string) => charts.find(({ title }) => title.startsWith(name))?.svg ?? '';
    assert.match(of('Frames'), /gears/);
    assert.doesNotMatch(of('Frames'), /idle/);
    assert.doesNotMatch(of('SSIM'), /gears/);
  });
});
