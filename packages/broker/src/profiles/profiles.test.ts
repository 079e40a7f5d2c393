import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ProfileCatalog } from './profile-catalog.ts';

const good = (name: string) => `name: ${name}\ntitle: ${name}\nkind: app\ncommand: [${name}]\n`;

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
