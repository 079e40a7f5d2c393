import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '@berth/testing';
import { BerthUnderTest } from './berth/berth-under-test.ts';
import { Firefox } from './berth/firefox.ts';

const installed = existsSync('/usr/bin/firefox-esr');
/** Only turns a hang into a failure: Firefox without a GPU takes its time. */
const patienceMs = 60_000;
const control = '\uE009';

test('a desktop in Firefox: the picture is live, and typing and pasting work', {
  skip: !installed && 'firefox-esr is not installed',
}, async () => {
  await using berth = await BerthUnderTest.start();
  const session = await berth.createSession({ profile: 'xterm' });
  await using firefox = await Firefox.launch();
  await firefox.goto(`${berth.base}/`);
  await firefox.evaluate(
    `await fetch('/api/v1/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(
      JSON.stringify({ username: 'admin', password: berth.adminPassword }),
    )} }).then(reply => reply.status)`,
  );
  await firefox.goto(`${berth.base}/s/${session.id}`);
  const live = () => firefox.evaluate("document.documentElement.dataset.berthState === 'live'");
  await until('the desktop in Firefox', async () => (await live()) === true, patienceMs);
  await firefox.click(600, 400);
  const file = (name: string) => join(berth.data, 'homes', 'admin', name);
  const becomes = async (name: string, text: string) => {
    const is = () => existsSync(file(name)) && readFileSync(file(name), 'utf8') === text;
    await until(`${text} in ${name}`, is, patienceMs);
  };
  await firefox.type("printf '%s' 'Typed in Firefox: 5 x 7 = \"35\"' > typed\n");
  await becomes('typed', 'Typed in Firefox: 5 x 7 = "35"');

  await firefox.type('printf "from inside" | xclip -i -selection clipboard\n');
  await firefox.type(
    'stty -icanon lnext undef; printf yes > ready; while read -rsn1; do xclip -o -selection clipboard > pasted; done\n',
  );
  await becomes('ready', 'yes');
  await firefox.press(control, 'v');
  await becomes('pasted', 'from inside');
  const stats = await firefox.evaluate('window.berth.stats()');
  assert.ok(typeof stats === 'object' && stats !== null);
});
