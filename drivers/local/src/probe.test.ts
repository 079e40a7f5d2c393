import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Operation } from '@berth/kernel';
import { silentLogger } from '@berth/node-kit';
import { createChecks } from './probe.ts';

test('a data folder that is not there yet has the space of the disk that will hold it', async () => {
  const options = {
    runFolder: '/not/there',
    dataFolder: '/not/there',
    hostCommand: [],
    codeFolder: '/not/there',
    enforceResources: false,
    logger: silentLogger,
  };
  const checks = createChecks(options, () => assert.fail('the disk has no cgroups'));
  const disk = checks.find(check => check.id === 'local.disk');
  assert.ok(disk);
  const { evidence } = await disk.run(Operation.within('look', 5000));
  assert.match(evidence, /^\d+ MiB free for \/not\/there$/);
});
