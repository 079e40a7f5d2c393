import { dirname } from 'node:path';

/**
 * bwrap arguments that show `source` at `target`. bwrap makes missing parents with mode 0700 of root, which the owner's
 * uid could not pass; so they are made here first.
 */
export function bindAt(
  option: '--bind' | '--ro-bind' | '--ro-bind-try',
  source: string,
  target = source,
): string[] {
  const parents: string[] = [];
  for (let path = dirname(target); path !== '/'; path = dirname(path)) parents.unshift(path);
  return [...parents.flatMap(path => ['--perms', '0755', '--dir', path]), option, source, target];
}
