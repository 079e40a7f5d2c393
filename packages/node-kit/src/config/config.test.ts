import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Secret } from '@berth/kernel';
import { temporaryFolder } from '@berth/testing';
import { configTable, explainConfig } from './describe.ts';
import { type ConfigSources, handOver, resolveConfig, takeOver } from './resolve.ts';
import { configKey, environmentNameOf } from './schema.ts';
import { choice, integer, optional, secret, text, yesOrNo } from './value-kind.ts';

const schema = {
  port: configKey({ kind: integer(1, 65535), default: 8443, flag: '--port <port>', doc: 'The port.' }),
  publicUrl: configKey({
    kind: optional(text()),
    default: null,
    flag: '--public-url <url>',
    doc: 'The name.',
  }),
  level: configKey({ kind: choice(['info', 'debug']), default: 'info', doc: 'How much.' }),
  adminPassword: configKey({ kind: optional(secret()), default: null, doc: 'The password.' }),
  'drivers.local.enabled': configKey({ kind: yesOrNo(), default: true, doc: 'Whether.' }),
  config: configKey({ kind: text(), default: 'berth.yaml', inFile: false, doc: 'The file.' }),
};

function resolve(sources: Partial<Omit<ConfigSources, 'file'>> & { file?: string }) {
  const { file, ...rest } = sources;
  return resolveConfig(schema, {
    flags: {},
    env: {},
    ...rest,
    file: file === undefined ? null : { path: 'berth.yaml', text: file },
  });
}

describe('a configuration', () => {
  test('takes a flag over the environment over the file over the default', () => {
    const file = 'port: 3\n';
    const env = { BERTH_PORT: '2' };
    assert.equal(resolve({ flags: { port: '1' }, env, file }).values.port, 1);
    assert.equal(resolve({ env, file }).values.port, 2);
    assert.equal(resolve({ file }).values.port, 3);
    assert.equal(resolve({}).values.port, 8443);
  });

  test('says where each value came from, and never a secret', () => {
    const config = resolve({
      flags: { publicUrl: 'https://desk' },
      env: { BERTH_ADMIN_PASSWORD: 'correct horse' },
      file: '# ours\n\nport: 9000\n',
    });
    const explained = explainConfig(schema, config).map(row => [row.key, row.value, row.from]);
    assert.deepEqual(explained.slice(0, 4), [
      ['port', '9000', 'berth.yaml:3'],
      ['publicUrl', 'https://desk', '--public-url'],
      ['level', 'info', 'default'],
      ['adminPassword', '•••', 'BERTH_ADMIN_PASSWORD'],
    ]);
  });

  test('is frozen', () => {
    assert.ok(Object.isFrozen(resolve({}).values));
  });

  test('treats an empty variable as one that is not set', () => {
    assert.equal(resolve({ env: { BERTH_PORT: '' } }).values.port, 8443);
  });

  test('reads a secret from the file that its _FILE form names, without the newline', () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file('password'), 'correct horse\n');
    const viaEnvironment = resolve({ env: { BERTH_ADMIN_PASSWORD_FILE: folder.file('password') } });
    const viaFile = resolve({ file: `adminPasswordFile: ${folder.file('password')}\n` });
    assert.equal(viaEnvironment.values.adminPassword?.reveal(), 'correct horse');
    assert.equal(viaFile.values.adminPassword?.reveal(), 'correct horse');
  });

  test('survives being handed to a child, secrets included', () => {
    const { values } = resolve({ env: { BERTH_ADMIN_PASSWORD: 'correct horse' } });
    const taken = takeOver(schema, JSON.parse(JSON.stringify(handOver(schema, values))));
    assert.equal(taken.adminPassword?.reveal(), 'correct horse');
    assert.deepEqual({ ...taken, adminPassword: null }, { ...values, adminPassword: null });
    assert.ok(taken.adminPassword instanceof Secret);
  });

  const refusals: readonly [string, Parameters<typeof resolve>[0], RegExp][] = [
    [
      'an unknown key, with the nearest',
      { file: 'port: 1\npubllicUrl: x\n' },
      /^berth\.yaml:2: .*"publicUrl"\?$/,
    ],
    [
      'an unknown key in a group',
      { file: 'drivers:\n  local:\n    enable: true\n' },
      /^berth\.yaml:3: .*drivers\.local\.enabled/,
    ],
    ['a group that is not one', { file: 'drivers: 4\n' }, /^berth\.yaml:1: drivers must hold keys/],
    ['a list in place of the file', { file: '- a\n' }, /^berth\.yaml:1: the file must hold/],
    ['broken YAML', { file: 'port: 1\nlevel: "open\n' }, /^berth\.yaml:[23]: /],
    ['the same key twice', { file: 'port: 1\nport: 2\n' }, /^berth\.yaml:2: /],
    [
      'a wrong value in the file',
      { file: '\nport: high\n' },
      /^berth\.yaml:2: port must be a whole number.*"high"$/,
    ],
    ['a wrong value in a variable', { env: { BERTH_PORT: '70000' } }, /^BERTH_PORT: port must be .*65535/],
    ['a wrong flag', { flags: { port: '8.5' } }, /^--port: port must be/],
    ['a wrong choice', { file: 'level: loud' }, /one of info, debug, not "loud"$/],
    ['an unknown variable', { env: { BERTH_PROT: '1' } }, /"BERTH_PROT"; did you mean "BERTH_PORT"\?$/],
    ['a secret twice', { env: { BERTH_ADMIN_PASSWORD: 'a', BERTH_ADMIN_PASSWORD_FILE: '/b' } }, /keep one$/],
    [
      'a secret from a missing file',
      { env: { BERTH_ADMIN_PASSWORD_FILE: '/nowhere' } },
      /nowhere \(ENOENT\)/,
    ],
    ['what a file cannot say', { file: 'config: other.yaml' }, /there is no "config"/],
  ];
  for (const [what, sources, expected] of refusals) {
    test(`refuses ${what}`, () => {
      assert.throws(() => resolve(sources), { code: 'CONFIG_INVALID', message: expected });
    });
  }

  test('does not show a secret that is wrong', () => {
    assert.throws(
      () => resolve({ file: 'adminPassword: [hunter2]' }),
      (error: Error) => !error.message.includes('hunter2'),
    );
  });

  test('leaves variables alone that are known to be for others, or not ours', () => {
    const env = { BERTH_TEST_REQUIRE: 'docker', HOME: '/', BERTHOLD: 'x' };
    assert.doesNotThrow(() => resolve({ env, foreignEnv: ['BERTH_TEST_REQUIRE'] }));
  });

  test('documents every key once, with the file form of secrets', () => {
    const table = configTable(schema);
    for (const key of Object.keys(schema)) assert.ok(table.includes(`\`${environmentNameOf(key)}\``));
    assert.match(table, /BERTH_ADMIN_PASSWORD_FILE.*adminPasswordFile/);
  });
});
