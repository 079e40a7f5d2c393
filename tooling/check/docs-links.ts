import { existsSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { type CheckResult, type Finding, lineOf } from './finding.ts';
import type { SourceFile } from './source-files.ts';

const withoutCode = (text: string): string =>
  text.replace(/```[\s\S]*?```|`[^`\n]*`/g, code => code.replace(/[^\n]/g, ' '));

/** As GitHub makes them from headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)"/g)].map(match => match[1] ?? ''));
  for (const [, heading] of text.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    anchors.add(
      (heading ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
  }
  return anchors;
}

/** Every relative link of every page leads to a file, and its anchor to a heading. */
export function checkDocsLinks(files: readonly SourceFile[]): CheckResult {
  const pages = new Map(
    files.filter(({ path }) => path.endsWith('.md')).map(({ path, text }) => [path, text]),
  );
  const findings: Finding[] = [];
  let count = 0;
  for (const [path, text] of pages) {
    for (const match of withoutCode(text).matchAll(
      /\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)|(?:src|href)="([^"]+)"/g,
    )) {
      const link = match[1] ?? match[2] ?? '';
      if (/^[a-z]+:/i.test(link)) continue;
      count += 1;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : normalize(`${dirname(path)}/${decodeURI(file)}`);
      const where = `${path}:${lineOf(text, match.index)}`;
      if (!existsSync(target)) findings.push({ where, what: `${link} leads nowhere` });
      else if (anchor && pages.has(target) && !anchorsOf(pages.get(target) ?? '').has(anchor))
        findings.push({ where, what: `${target} has no heading #${anchor}` });
    }
  }
  return { findings, note: `${count} links in ${pages.size} pages` };
}
