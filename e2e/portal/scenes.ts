import type { CheckReport } from '@berth/contract';
import type { FakeApi } from './fake-api.ts';

const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

/** Sessions in every state that a list can show. */
export function fillSessions(api: FakeApi): void {
  const { sessions } = api;
  const at = (hours: number) => ({ createdAt: inHours(-hours) });
  const old = sessions.create({ profile: 'openbox', name: 'Render farm check' });
  sessions.move(
    old.id,
    'stopped',
    { code: 'time-limit', message: 'Its time limit of 12 h was reached.' },
    'berth',
    at(30),
  );
  const failed = sessions.create({ profile: 'xterm', name: 'Build shell' }, 'mara');
  sessions.move(
    failed.id,
    'failed',
    {
      code: 'x-server-died',
      message: 'Its X server ended unexpectedly (signal 9). Start it again; your home is as it was.',
    },
    'berth',
    at(5),
  );
  const impaired = sessions.create({ profile: 'glxgears', name: 'Gears' });
  sessions.ready(impaired.id, { ...at(2), readyAt: inHours(-2) });
  sessions.move(impaired.id, 'impaired', {
    code: 'media-stalled',
    message: 'No picture has come for 10 s. Berth is starting the media process again.',
  });
  const soon = sessions.create({ profile: 'openbox', name: 'Quick look at the training plots' });
  sessions.ready(soon.id, { ...at(11.8), readyAt: inHours(-11.8), endsAt: inHours(0.15) });
  const running = sessions.create({ profile: 'xfce', name: 'Workbench' });
  sessions.ready(running.id, { ...at(3.4), readyAt: inHours(-3.4), endsAt: inHours(8.6) });
  const queued = sessions.create({ profile: 'xfce', name: 'Second desktop' });
  sessions.move(queued.id, 'queued', {
    code: 'waiting-for-capacity',
    message: 'All 8 GiB of memory for sessions are in use; the next place is free when Workbench ends.',
  });
  const starting = sessions.create({ profile: 'xterm', name: 'Terminal' });
  sessions.move(starting.id, 'preparing', {
    code: 'starting',
    message: 'Xvnc answers; waiting for the desktop to draw.',
  });
}

export const someLogs = {
  keeper: 'building the sandbox\nnetwork up (slirp4netns)\nXvnc answers on :0\n',
  x: 'Xvnc TigerVNC 1.12.0\n',
  desktop: Array.from(
    { length: 60 },
    (_, line) => `xfce4-session[${100 + line}]: started component ${line}`,
  ).join('\n'),
  host: '',
};

export const someReport: CheckReport = {
  verdict: 'fail',
  checks: [
    {
      id: 'local.x-server',
      title: 'An X server is installed',
      verdict: 'pass',
      evidence: 'Xvnc TigerVNC 1.12.0 at /usr/bin/Xvnc',
      cause: null,
      remedy: null,
      fixable: false,
    },
    {
      id: 'local.sandbox',
      title: 'The sandbox can be built',
      verdict: 'pass',
      evidence: 'bubblewrap 0.8.0',
      cause: null,
      remedy: null,
      fixable: false,
    },
    {
      id: 'local.cgroups',
      title: 'Resource limits can be enforced',
      verdict: 'warn',
      evidence: 'cgroup v1; no pids controller',
      cause: 'The kernel was started without the pids controller.',
      remedy: 'Start the kernel with cgroup_enable=pids.',
      fixable: false,
    },
    {
      id: 'local.network',
      title: 'Sessions reach the internet alone',
      verdict: 'fail',
      evidence: 'slirp4netns: not found in PATH',
      cause: 'The program that gives a session its own network is missing.',
      remedy: 'Install it with: sudo apt-get install slirp4netns',
      fixable: true,
    },
    {
      id: 'gpu.driver',
      title: 'A GPU is usable',
      verdict: 'skip',
      evidence: 'no /dev/dri',
      cause: null,
      remedy: null,
      fixable: false,
    },
  ],
};
