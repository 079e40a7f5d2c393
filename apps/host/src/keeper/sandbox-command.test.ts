import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LaunchJob, type RunPlan } from '@berth/contract';
import { hostCommand } from './host-command.ts';
import { sandboxCommand, sandboxEnvironment } from './sandbox-command.ts';
import { sessionFolderAt } from './session-folder.ts';

const job = LaunchJob.parse({
  version: 1,
  session: 'ses_00000000000000000000',
  externalName: 'berth-0000000000',
  generation: 1,
  owner: { name: 'alice', uid: 41001, gid: 41002 },
  profile: 'xterm',
  kind: 'app',
  command: ['xterm', '-e', 'secret argument'],
  env: { LD_PRELOAD: '/evil.so', TOKEN: 'secret value' },
  size: { width: 1733, height: 911 },
  dpi: 120,
  maxFps: 60,
  resources: { memoryMiB: 1024 },
  mounts: [{ source: '/srv/data', target: '/data', readOnly: true }],
  hostUrl: 'unix:/run/berth/link/host.sock',
  gatewayFingerprint: null,
});
const plan: RunPlan = {
  version: 1,
  session: job.session,
  generation: 1,
  privileged: true,
  home: { path: '/data/homes/alice', image: null },
  logFolder: '/data/logs',
  codeFolder: '/opt/berth',
  hostProgram: '/opt/berth/apps/host/src/host/main.ts',
  nodeOptions: ['--expose-gc'],
  dataFolder: '/usr/share/berth-data',
  runFolder: '/run/berth/x',
  cgroups: { sandbox: ['/cg/a', '/cg/b'], host: ['/cg/h'], keeper: [] },
};
const folder = sessionFolderAt('/run/berth/x/sessions/s');
const text = (words: readonly string[]) => words.join(' ');

describe('the command of the sandbox', () => {
  const words = sandboxCommand(plan, job, folder, '/inside');

  it('enters the cgroups, then its own network, then the sandbox, then becomes the owner without privileges', () => {
    assert.deepEqual(words.slice(4, 7), ['/cg/a', '/cg/b', '--']);
    assert.match(
      text(words),
      / unshare --net -- bwrap --die-with-parent .*--unshare-pid --unshare-ipc --unshare-uts/,
    );
    const drop =
      '-- setpriv --reuid=41001 --regid=41002 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all -- /bin/bash';
    assert.ok(text(words).includes(drop));
  });

  it('makes a user namespace where Berth is not root, and changes no user', () => {
    const plain = text(sandboxCommand({ ...plan, privileged: false }, job, folder, '/inside'));
    assert.match(
      plain,
      /unshare --net --user --map-root-user -- bwrap .*--unshare-user --uid 41001 --gid 41002/,
    );
    assert.doesNotMatch(plain, /setpriv/);
  });

  it('starts the X server at the size asked for, without TCP, RFB and abstract socket', () => {
    assert.match(text(words), /-geometry 1733x911 -depth 24 -dpi 120/);
    assert.match(text(words), /-rfbport -1 .*-nolisten tcp -nolisten local/);
  });

  it('hides the data folder where it lies among shared folders', () => {
    assert.match(text(words), /--tmpfs \/usr\/share\/berth-data/);
  });

  it('names nothing of the owner: arguments and environment of its first programs are seen by others, or run as root', () => {
    const all = `${text(words)} ${JSON.stringify(sandboxEnvironment(job))}`;
    assert.doesNotMatch(all, /secret|evil/);
  });
});

it('the host sees the folder of the link, no network, and only the code of the code folder', () => {
  const words = text(hostCommand(plan, job, folder));
  assert.match(words, /--unshare-net/);
  assert.match(words, /--ro-bind \/run\/berth\/link \/run\/berth\/link/);
  assert.doesNotMatch(words, /--(ro-)?bind \/opt\/berth \/opt\/berth /);
  assert.doesNotMatch(words, /homes/);
});
