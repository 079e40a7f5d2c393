import { busyWarning } from './busy-warning.ts';
import { chartsOf } from './charts.ts';
import type { Results } from './results.ts';
import { metOf, targetHeader, targetLine } from './target-table.ts';
import type { Verdict } from './targets.ts';

const style = `
:root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; }
body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1rem; margin: 2rem 0 0.25rem; }
h2 + p { margin: 0 0 0.25rem; color: #59636e; }
.wide { overflow-x: auto; }
.wide svg { display: block; width: 100%; min-width: 760px; height: auto; }
table { border-collapse: collapse; font-size: 13px; } th, td { padding: 0.2rem 0.6rem; text-align: left; white-space: nowrap; border-bottom: 1px solid #d1d9e0; }
td:last-child { min-width: 9rem; white-space: normal; }
.miss td:first-child { font-weight: 600; color: #b3261e; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem; color: #59636e; }`;

/** The verdicts and charts as one file that loads nothing. */
export function toHtml(results: Results, verdicts: readonly Verdict[]): string {
  const { machine, at } = results;
  const facts = `${at} · ${machine.cores} cores, ${machine.memoryMiB} MiB, ${machine.gpu ?? 'no GPU'}, Chromium ${machine.browser}`;
  const charts = chartsOf(results).map(
    ({ title, note, svg }) =>
      `<h2>${escaped(title)}</h2>\n<p>${escaped(note)}</p>\n<div class="wide" tabindex="0" role="group" aria-label="${escaped(title)}">${svg}</div>`,
  );
  const warning = busyWarning(results);
  const busy = warning ? ` <strong>${escaped(warning)}</strong>` : '';
  const list = (entries: Readonly<Record<string, string>>) =>
    Object.entries(entries)
      .map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`)
      .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Berth benchmark</title>
<style>${style}</style>
<h1>Berth beside the others</h1>
<p>${escaped(facts)}. Medians over alternating runs on one machine; only ratios mean anything elsewhere.${busy}</p>
${targetsOf(verdicts)}
${charts.join('\n')}
<h2>Settings</h2><dl>${list(results.settings)}</dl>
<h2>Not run</h2><dl>${list(results.notRun)}</dl>
</html>
`;
}

function targetsOf(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return '';
  const cells = (tag: string, texts: readonly string[]) =>
    texts.map(text => `<${tag}>${escaped(text)}</${tag}>`).join('');
  const lines = verdicts.map(
    verdict => `<tr${verdict.pass === false ? ' class="miss"' : ''}>${cells('td', targetLine(verdict))}</tr>`,
  );
  return `<h2>Against the targets</h2>
<p>${metOf(verdicts)}</p>
<div class="wide" tabindex="0" role="group" aria-label="Against the targets"><table>
<tr>${cells('th', targetHeader)}</tr>
${lines.join('\n')}
</table></div>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
