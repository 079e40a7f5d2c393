import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProfile } from './profile-file.ts';

const good = (name: string) => `name: ${name}\ntitle: ${name}\nkind: app\ncommand: [${name}]\n`;

function problemsOf(text: string): string[] {
  const parsed = parseProfile('x.yaml', text);
  assert.ok(!parsed.ok);
  return parsed.problems.map(problem => problem.message);
}

test('a mistake is told with file and line', () => {
  assert.deepEqual(
    problemsOf(`${good('a')}display:\n  width: 12\n`)[0]
      ?.split(': ')
      .slice(0, 2),
    ['x.yaml:6', 'display.width'],
  );
  assert.match(problemsOf(`${good('a')}env:\n  - a: [b\n`)[0] ?? '', /^x\.yaml:\d+: /);
  assert.match(problemsOf('- a\n- b\n')[0] ?? '', /^x\.yaml:1: the profile: /);
  assert.match(problemsOf('')[0] ?? '', /^x\.yaml/);
});

test('a mistake is told in words for people', () => {
  assert.deepEqual(problemsOf('name: a\ntitle: A\ncommand: [a]\n'), ['x.yaml:1: kind: is missing']);
});

test('an unknown key is told with the nearest one, at any depth', () => {
  assert.deepEqual(problemsOf(`${good('a')}custmCommand: true\n`), [
    'x.yaml:5: custmCommand is not known. Did you mean "customCommand"?',
  ]);
  assert.deepEqual(problemsOf(`${good('a')}display:\n  heigth: 600\n`), [
    'x.yaml:6: display.heigth is not known. Did you mean "height"?',
  ]);
});
