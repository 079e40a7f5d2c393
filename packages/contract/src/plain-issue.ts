import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};

/** What is wrong with a value, to follow its name: for zod's `error` option. What it does not know is left to zod. */
export function plainIssue(issue: Issue): string | undefined {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return 'is missing';
  }
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] && `must be ${kinds[issue.expected]}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (isSized(issue.origin) && Number(issue.minimum) === 1) return 'must not be empty';
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_format':
      return issue.format === 'regex' ? `must match ${issue.pattern}` : `is not a valid ${issue.format}`;
    case 'unrecognized_keys':
      return `does not have: ${issue.keys.join(', ')}`;
    default:
      return undefined;
  }
}

function isSized(origin: string): boolean {
  return origin === 'string' || origin === 'array';
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  if (!isSized(origin)) return `must be ${comparison} ${limit}`;
  const thing = origin === 'string' ? 'character' : 'entr';
  const ending = Number(limit) === 1 ? { character: '', entr: 'y' } : { character: 's', entr: 'ies' };
  return `must have ${comparison} ${limit} ${thing}${ending[thing]}`;
}
