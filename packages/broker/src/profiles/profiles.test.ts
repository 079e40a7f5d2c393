import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ProfileCatalog } from './profile-catalog.ts';
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

test('an unknown key is told with the nearest one, at any depth', () => {
  assert.deepEqual(problemsOf(`${good('a')}custmCommand: true\n`), [
    'x.yaml:5: custmCommand is not known. Did you mean "customCommand"?',
  ]);
  assert.deepEqual(problemsOf(`${good('a')}display:\n  heigth: 600\n`), [
    'x.yaml:6: display.heigth is not known. Did you mean "height"?',
  ]);
});

test('a broken file hides no other; a later folder goes first; changes are seen', async () => {
  const shipped = await mkdtemp(join(tmpdir(), 'berth-profiles-'));
  const site = await mkdtemp(join(tmpdir(), 'berth-profiles-'));
  try {
    let now = 0;
    const catalog = new ProfileCatalog([shipped, site, join(site, 'missing')], { now: () => now });
    await writeFile(join(shipped, 'a.yaml'), good('a'));
    await writeFile(join(shipped, 'b.yaml'), good('b'));
    await writeFile(join(site, 'a.yaml'), good('a').replace('title: a', 'title: ours'));
    await writeFile(join(site, 'bad.yaml'), 'name: [');
    await writeFile(join(site, 'z.yaml'), good('a'));
    assert.deepEqual((await catalog.all()).map(profile => profile.title).sort(), ['b', 'ours']);
    const problems = (await catalog.problems()).map(problem => problem.message);
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /bad\.yaml:1/);
    assert.match(problems[1] ?? '', /z\.yaml: the name "a" is taken by .*a\.yaml/);
    await assert.rejects(catalog.get('bad'), { code: 'PROFILE_INVALID' });
    await writeFile(join(site, 'bad.yaml'), good('mended'));
    now = 2000;
    assert.equal((await catalog.get('mended')).name, 'mended');
    await assert.rejects(catalog.get('mendet'), {
      code: 'PROFILE_UNKNOWN',
      facts: { name: 'mendet', nearest: 'mended' },
    });
  } finally {
    await rm(shipped, { recursive: true });
    await rm(site, { recursive: true });
  }
});
