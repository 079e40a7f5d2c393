import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FakeBerth, problem, session } from './viewer/fake-berth.ts';
import { becomes, picture, scene } from './viewer/scene.ts';
import { greet } from './viewer/scripted-host.ts';

interface Page404 {
  readonly name: string;
  readonly session: FakeBerth['session'];
  readonly title: string;
  readonly text: string;
  readonly state: 'ended' | 'connecting';
  readonly dark?: boolean;
}

const states: readonly Page404[] = [
  {
    name: 'starting',
    session: {
      status: 200,
      body: session('preparing', { code: 'starting', message: 'The desktop is being started.' }),
    },
    title: 'Starting the screen',
    text: 'The desktop is being started.',
    state: 'connecting',
  },
  {
    name: 'queued',
    session: {
      status: 200,
      body: session('queued', {
        code: 'waiting-for-capacity',
        message: 'Waiting for 4 GiB of memory: 2 sessions are ahead.',
      }),
    },
    title: 'Queued',
    text: '2 sessions are ahead',
    state: 'connecting',
    dark: true,
  },
  {
    name: 'stopped',
    session: {
      status: 200,
      body: session('stopped', { code: 'logged-out', message: 'You logged out of the desktop.' }),
    },
    title: 'This desktop has ended',
    text: 'You logged out',
    state: 'ended',
  },
  {
    name: 'failed',
    session: {
      status: 200,
      body: session('failed', { code: 'keeper-died', message: 'The keeper of this session was killed.' }),
    },
    title: 'This desktop failed',
    text: 'was killed',
    state: 'ended',
    dark: true,
  },
  {
    name: 'unknown',
    session: problem(404, 'SESSION_UNKNOWN', 'There is no session ses_0.'),
    title: 'There is no such desktop',
    text: 'mistyped',
    state: 'ended',
  },
  {
    name: 'not-allowed',
    session: problem(403, 'NOT_ALLOWED', 'You are not allowed to open this session.'),
    title: 'This desktop is not yours to open',
    text: 'You are not allowed',
    state: 'ended',
  },
  {
    name: 'sign-in',
    session: problem(401, 'NOT_SIGNED_IN', 'Sign in first.'),
    title: 'Sign in to open this desktop',
    text: 'come back here',
    state: 'ended',
  },
  {
    name: 'unreachable',
    session: null,
    title: 'Berth does not answer',
    text: 'goes on by itself',
    state: 'connecting',
  },
];

describe('the page says', () => {
  for (const expected of states) {
    test(`${expected.name}`, async () => {
      await using made = await scene({ dark: expected.dark ?? false });
      const { berth, page } = made;
      berth.accepting = false;
      berth.ticketRefusal = problem(409, 'SESSION_NOT_READY', 'The session cannot be opened yet.');
      berth.session = expected.session;
      await page.goto(berth.pageUrl);
      await page.getByRole('heading', { name: expected.title }).waitFor();
      await page.getByText(expected.text).waitFor();
      await becomes(page, expected.state);
      await picture(page, expected.name);
      assert.deepEqual(made.errors, []);
    });
  }

  test('what the browser lacks', async () => {
    await using made = await scene({ init: 'delete globalThis.VideoDecoder' });
    await made.page.goto(made.berth.pageUrl);
    await made.page.getByRole('heading', { name: 'This browser cannot show a desktop' }).waitFor();
    await made.page.getByText('no WebCodecs').waitFor();
    await becomes(made.page, 'ended');
    await picture(made.page, 'no-webcodecs');
  });

  test('that H.264 is missing', async () => {
    await using made = await scene({
      init: 'VideoDecoder.isConfigSupported = async () => ({ supported: false })',
    });
    await made.page.goto(made.berth.pageUrl);
    await made.page.getByText('cannot decode H.264').waitFor();
    await picture(made.page, 'no-h264');
  });

  test('sign-in with the way back', async () => {
    await using made = await scene();
    const { berth, page } = made;
    berth.session = problem(401, 'NOT_SIGNED_IN', 'Sign in first.');
    berth.ticketRefusal = problem(401, 'NOT_SIGNED_IN', 'Sign in first.');
    await page.goto(berth.pageUrl);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/sign-in\?return=%2Fs%2Fses_0+$/);
  });

  test('start again, and opens the new desktop', async () => {
    await using made = await scene();
    const { berth, page, stream } = made;
    berth.session = {
      status: 200,
      body: session('stopped', { code: 'logged-out', message: 'You logged out.' }),
    };
    berth.accepting = false;
    await page.goto(berth.pageUrl);
    const arrived = berth.viewer();
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByRole('heading', { name: 'Booting' }).waitFor();
    assert.equal(berth.startsAsked, 1);
    berth.accepting = true;
    berth.session = { status: 200, body: session('ready') };
    await greet(await arrived, stream);
    await becomes(page, 'live');
  });
});
