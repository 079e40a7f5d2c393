import { hostname } from 'node:os';
import { type CheckResult, type Finding, lineOf } from './finding.ts';
import type { SourceFile } from './source-files.ts';

interface Pattern {
  readonly what: string;
  readonly regex: RegExp;
}

const secrets: readonly Pattern[] = [
  { what: 'a private key', regex: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/g },
  { what: 'an AWS access key', regex: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: 'a GitHub token', regex: /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{40,}/g },
  { what: 'a GitLab token', regex: /\bglpat-[\w-]{20}\b/g },
  { what: 'an npm token', regex: /\bnpm_[A-Za-z0-9]{36}\b|:_auth[T]oken=[^\s$]+|:_pass[w]ord=[^\s$]+/g },
  { what: 'a Slack token', regex: /\bxox[abprs]-[\w-]{10,}/g },
  { what: 'a signed web token', regex: /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/g },
  { what: 'a password in a URL', regex: /\b[a-z+]+:\/\/[^\s/:@'"`<>{}$]+:[^\s/@'"`<>{}$]{3,}@[\w.-]+/g },
];

const standardFolders = new Set(
  'bin boot build builds data dev etc home lib media mnt opt proc root run sbin srv sys tmp usr var'.split(
    ' ',
  ),
);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The machine on which this runs, and the registry it installs from, are nobody else's business. */
function machinePatterns(): readonly Pattern[] {
  const patterns: Pattern[] = [
    { what: 'the folder of this checkout', regex: new RegExp(`${escaped(process.cwd())}(?![\\w-])`, 'g') },
    {
      what: 'a package registry address',
      regex: /"resolved": "https?:|\bregistry\s*=\s*https?:|https?:\/\/registry\./g,
    },
  ];
  const [, top = ''] = process.cwd().split('/');
  if (top !== '' && !standardFolders.has(top))
    patterns.push({
      what: 'a path of this machine',
      regex: new RegExp(`(?<![\\w./-])/${escaped(top)}/\\w`, 'g'),
    });
  const name = hostname();
  if (name.length >= 6 && /\d/.test(name))
    patterns.push({ what: 'the name of this machine', regex: new RegExp(`\\b${escaped(name)}\\b`, 'g') });
  return patterns;
}

/** No secret, and nothing that names the machine on which the work was done. */
export function checkNothingPrivate(files: readonly SourceFile[]): CheckResult {
  const patterns = [...secrets, ...machinePatterns()];
  const findings: Finding[] = [];
  for (const { path, text } of files) {
    for (const { what, regex } of patterns) {
      for (const match of text.matchAll(regex)) {
        findings.push({ where: `${path}:${lineOf(text, match.index)}`, what: `holds ${what}` });
      }
    }
  }
  return { findings, note: `${files.length} files` };
}
