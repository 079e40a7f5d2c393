import { busyWarning } from './busy-warning.ts';
import { chartsOf } from './charts.ts';
import type { Results } from './results.ts';

const style = `
:root { color-scheme: light; font: 15px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; }
body { max-width: 920px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1rem; margin: 2rem 0 0.25rem; }
svg { width: 100%; height: auto; }
dt { font-weight: 600; } dd { margin: 0 0 0.5rem; color: #59636e; }`;

/** The charts as one file that loads nothing. */
export function toHtml(results: Results): string {
  const { machine, at } = results;
  const facts = `${at} · ${machine.cores} cores, ${machine.memoryMiB} MiB, ${machine.gpu ?? 'no GPU'}, Chromium ${machine.browser}`;
  const charts = chartsOf(results).map(({ title, svg }) => `<h2>${escaped(title)}</h2>\n${svg}`);
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
${charts.join('\n')}
<h2>Settings</h2><dl>${list(results.settings)}</dl>
<h2>Not run</h2><dl>${list(results.notRun)}</dl>
</html>
`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
