import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSessionProgram, installCommand } from './programs.ts';

describe('programs', () => {
  it('are found where a session looks for them, or by their path', () => {
    assert.match(findSessionProgram('sh') ?? '', /\/sh$/);
    assert.equal(findSessionProgram('/bin/sh'), '/bin/sh');
    assert.equal(findSessionProgram('no-such-program'), null);
    assert.equal(findSessionProgram('/etc/passwd'), null);
  });

  it('are found in a mount of the profile', () => {
    const mounts = [{ source: '/usr', target: '/opt/tools', readOnly: true }];
    assert.equal(findSessionProgram('/opt/tools/bin/env', mounts), '/usr/bin/env');
    assert.equal(findSessionProgram('/opt/tools/bin/env'), null);
  });

  it('are installed by the command of the system', () => {
    const packages = { apt: ['xfce4'], dnf: ['@xfce-desktop'] };
    assert.equal(installCommand(packages, 'ID=debian\n'), 'apt-get install xfce4');
    assert.equal(
      installCommand(packages, 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'),
      'dnf install @xfce-desktop',
    );
    assert.equal(installCommand({}, 'ID=debian\n'), null);
  });
});
