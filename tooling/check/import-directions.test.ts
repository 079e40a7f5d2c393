import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkImportDirections } from './import-directions.ts';
import type { SourceFile } from './source-files.ts';

const manifest = (folder: string, name: string, dependencies: readonly string[]): SourceFile => ({
  path: `${folder}/package.json`,
  text: JSON.stringify({ name, dependencies: Object.fromEntries(dependencies.map(each => [each, '*'])) }),
});
const manifests = [
  manifest('packages/kernel', '@berth/kernel', []),
  manifest('packages/wire', '@berth/wire', ['@berth/kernel']),
  manifest('packages/viewer', '@berth/viewer', ['@berth/wire']),
  manifest('packages/broker', '@berth/broker', ['@berth/kernel']),
  manifest('packages/testing', '@berth/testing', ['@berth/kernel']),
];

const wrongs = (path: string, text: string): readonly string[] =>
  checkImportDirections([...manifests, { path, text }]).findings.map(({ what }) => what);

describe('import directions', () => {
  it('lets a row of the table through', () => {
    assert.deepEqual(wrongs('packages/viewer/src/a.ts', `import { x } from '@berth/wire';`), []);
  });

  it('refuses the other direction, for types as well', () => {
    assert.match(
      wrongs('packages/kernel/src/a.ts', `import type { X } from '@berth/wire';`)[0] ?? '',
      /must not/,
    );
    assert.match(
      wrongs('packages/kernel/src/a.ts', `export type { X } from '@berth/wire';`)[0] ?? '',
      /must not/,
    );
    assert.match(wrongs('packages/kernel/src/a.ts', `await import('@berth/wire');`)[0] ?? '', /must not/);
  });

  it('refuses what the package.json of the workspace does not declare', () => {
    assert.match(
      wrongs('packages/viewer/src/a.ts', `import '@berth/kernel';`)[0] ?? '',
      /not in the dependencies/,
    );
    assert.match(
      wrongs('packages/viewer/src/a.ts', `import ws from 'ws';`)[0] ?? '',
      /not in the dependencies/,
    );
  });

  it('refuses a path that leaves the workspace', () => {
    assert.match(wrongs('packages/viewer/src/a.ts', `import '../../wire/src/b.ts';`)[0] ?? '', /leaves/);
  });

  it('refuses Node in what runs in browsers too, but not in its tests', () => {
    assert.match(wrongs('packages/wire/src/a.ts', `import 'node:fs';`)[0] ?? '', /portable/);
    assert.deepEqual(wrongs('packages/wire/src/a.test.ts', `import 'node:test';`), []);
  });

  it('keeps the domain of the broker away from its store', () => {
    assert.match(wrongs('packages/broker/src/domain/a.ts', `import '../store/b.ts';`)[0] ?? '', /must not/);
    assert.deepEqual(wrongs('packages/broker/src/store/a.ts', `import '../domain/b.ts';`), []);
  });

  it('lets the http of the broker name types of the store and nothing else', () => {
    assert.deepEqual(wrongs('packages/broker/src/http/a.ts', `import type { S } from '../store/b.ts';`), []);
    assert.match(
      wrongs('packages/broker/src/http/a.ts', `import { s } from '../store/b.ts';`)[0] ?? '',
      /types/,
    );
  });

  it('keeps test helpers out of what is shipped', () => {
    assert.match(wrongs('packages/viewer/src/a.ts', `import '@berth/testing';`)[0] ?? '', /tests alone/);
    for (const helper of ['./fakes/b.ts', './test-kit.ts']) {
      assert.match(wrongs('packages/viewer/src/a.ts', `import '${helper}';`)[0] ?? '', /tests alone/);
      assert.deepEqual(wrongs('packages/viewer/src/a.test.ts', `import '${helper}';`), []);
      assert.deepEqual(wrongs('packages/viewer/src/test-x.ts', `import '${helper}';`), []);
    }
  });

  it('wants a row for every folder', () => {
    assert.match(wrongs('elsewhere/a.ts', '')[0] ?? '', /no row/);
  });
});
