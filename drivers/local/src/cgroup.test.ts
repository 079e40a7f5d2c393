import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Resources } from '@berth/contract';
import { candidateFolders, limitFiles, parseCgroupMounts, weightFile } from './cgroup.ts';

describe('cgroups', () => {
  it('are found in mountinfo, both versions', () => {
    const mountinfo = `30 23 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
31 23 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
32 23 0:28 / /tmp rw - tmpfs tmpfs rw`;
    assert.deepEqual(parseCgroupMounts(mountinfo), [
      { path: '/sys/fs/cgroup/cpu,cpuacct', version: 1, controllers: ['rw', 'cpu', 'cpuacct'] },
      { path: '/sys/fs/cgroup/unified', version: 2, controllers: [] },
    ]);
  });

  it('are tried from the top of the hierarchy down to our own', () => {
    assert.deepEqual(candidateFolders('/cg', '/user.slice/user-1000.slice'), [
      '/cg',
      '/cg/user.slice',
      '/cg/user.slice/user-1000.slice',
    ]);
    assert.deepEqual(candidateFolders('/cg', '/'), ['/cg']);
  });

  it('weigh as much as they are told, within what the kernel takes', () => {
    assert.deepEqual(weightFile(1, 2), ['cpu.shares', '2048']);
    assert.deepEqual(weightFile(2, 2), ['cpu.weight', '200']);
    assert.deepEqual(weightFile(1, 512), ['cpu.shares', '262144']);
    assert.deepEqual(weightFile(2, 512), ['cpu.weight', '10000']);
  });

  it('get the limits of a profile, and none for zero', () => {
    const some = Resources.parse({ cpu: 1.5, memoryMiB: 2, processes: 9 });
    assert.deepEqual(limitFiles(2, 'cpu', some), [['cpu.max', '150000 100000']]);
    assert.deepEqual(limitFiles(1, 'cpu', some), [
      ['cpu.cfs_period_us', '100000'],
      ['cpu.cfs_quota_us', '150000'],
    ]);
    assert.deepEqual(limitFiles(2, 'memory', some), [['memory.max', '2097152']]);
    assert.deepEqual(limitFiles(1, 'memory', some), [['memory.limit_in_bytes', '2097152']]);
    assert.deepEqual(limitFiles(2, 'pids', some), [['pids.max', '9']]);
    const none = Resources.parse({ cpu: 0, memoryMiB: 0, processes: 0 });
    for (const controller of ['cpu', 'memory', 'pids'] as const)
      assert.deepEqual(limitFiles(2, controller, none), []);
  });
});
