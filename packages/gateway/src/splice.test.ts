import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { parseResumePayload, signResumeTicket } from '@berth/node-kit';
import { checkForLeaks, temporaryFolder, until } from '@berth/testing';
import { messages, otherSession, refusalOf, session, startBench } from './fakes/bench.ts';

checkForLeaks();

test('a viewer with a ticket is joined to a parked host, over TLS and over plain HTTP', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  for (const scheme of ['wss', 'ws'] as const) {
    assert.equal(await bench.park(), 101);
    const viewer = bench.viewer(bench.ticket(), { scheme });
    assert.deepEqual(await messages(viewer, 1), ['hello']);
    const big = 'x'.repeat(1_000_000);
    viewer.send(big);
    assert.deepEqual(await messages(viewer, 1), [big]);
    assert.equal(viewer.protocol, 'berth.v1');
    viewer.close(4001, 'enough');
    const [code] = await once(viewer, 'close');
    assert.equal(code, 4001);
  }
  await until('the pairs to end', () => bench.gateway.metrics().joined === 0);
  const { joinedTotal, bytesToHosts, bytesToViewers } = bench.gateway.metrics();
  assert.equal(joinedTotal, 2);
  assert.ok(bytesToHosts > 2_000_000 && bytesToViewers > 2_000_000);
});

test('the host learns who was admitted, and gets no secret and no claim of the viewer', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  const viewer = bench.viewer(bench.ticket(), {
    headers: {
      Cookie: 'berth=secret',
      Authorization: 'Bearer secret',
      'Berth-Role': 'owner',
      'Berth-Resume': 'forged',
      'X-Forwarded-For': '1.2.3.4',
      Forwarded: 'for=1.2.3.4',
      'Accept-Language': 'en',
    },
  });
  await messages(viewer, 1);
  const headers = bench.host.asked[0]?.headers ?? {};
  assert.equal(headers['berth-role'], 'control');
  assert.equal(headers['berth-user'], 'ada');
  assert.equal(headers['accept-language'], 'en');
  assert.equal(headers['sec-websocket-protocol'], 'berth.v1');
  for (const name of ['cookie', 'authorization', 'berth-resume', 'x-forwarded-for', 'forwarded']) {
    assert.equal(headers[name], undefined, name);
  }
  viewer.terminate();
});

test('a viewer from another origin is refused; one from the public URL is not', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, { publicUrl: 'https://desk.example' });
  await bench.park();
  const ticket = bench.ticket();
  const wrong = ['https://evil.example', 'null', bench.url('http', ''), 'https://127.0.0.1'];
  for (const origin of wrong) {
    assert.deepEqual(await refusalOf(bench.viewer(ticket, { origin })), {
      status: 403,
      code: 'ORIGIN_REFUSED',
    });
  }
  assert.equal(bench.broker.tickets.size, 1, 'the ticket was not spent');
  const viewer = bench.viewer(ticket, { origin: 'https://desk.example' });
  await messages(viewer, 1);
  viewer.terminate();
  assert.equal(bench.gateway.metrics().refused.origin, wrong.length);
});

test('a missing, forged, used or foreign ticket is refused and costs no parked connection', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  const used = bench.ticket();
  const viewer = bench.viewer(used);
  await messages(viewer, 1);
  viewer.terminate();
  await bench.park();
  const refused = { status: 401, code: 'TICKET_REFUSED' };
  const forged = signResumeTicket(
    { session, nonce: 'n', role: 'owner', user: 'eve', expiresAt: Date.now() + 60_000 },
    Buffer.alloc(32).toString('base64url'),
  );
  const stale = signResumeTicket(
    { session, nonce: 'n', role: 'owner', user: 'ada', expiresAt: Date.now() - 1 },
    bench.host.linkKeyHash,
  );
  for (const ticket of [null, used, 't1.never', 'r1.x.y', 'junk', forged, stale]) {
    assert.deepEqual(await refusalOf(bench.viewer(ticket)), refused, String(ticket));
  }
  const foreign = bench.ticket();
  assert.deepEqual(await refusalOf(bench.viewer(foreign, { session: otherSession })), refused);
  assert.equal(bench.gateway.metrics().parked, 1);
  assert.equal(bench.gateway.metrics().joined, 0);
});

test('a resumed viewer is admitted by a restarted gateway while the broker is away', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  await bench.broker.stop();
  await bench.restartGateway();
  assert.equal(await bench.park(), 101);
  const payload = {
    session,
    nonce: 'n1',
    role: 'view',
    user: 'bob',
    expiresAt: Date.now() + 60_000,
  } as const;
  const viewer = bench.viewer(signResumeTicket(payload, bench.host.linkKeyHash));
  assert.deepEqual(await messages(viewer, 1), ['hello']);
  const headers = bench.host.asked[0]?.headers ?? {};
  assert.equal(headers['berth-role'], 'view');
  assert.deepEqual(parseResumePayload(String(headers['berth-resume'])), payload);
  viewer.terminate();
  assert.deepEqual(await refusalOf(bench.viewer('t1.any')), { status: 503, code: 'BROKER_UNAVAILABLE' });
});

test('a broker that goes and comes back leaves a joined viewer alone', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  const viewer = bench.viewer(bench.ticket());
  await messages(viewer, 1);
  await bench.broker.stop();
  viewer.send('still here');
  assert.deepEqual(await messages(viewer, 1), ['still here']);
  await bench.broker.start();
  await until(
    'the feed to be back',
    () => bench.broker.requests.filter(r => r.url?.includes('routes')).length > 1,
  );
  viewer.send('and now');
  assert.deepEqual(await messages(viewer, 1), ['and now']);
  viewer.terminate();
});

test('a removed route closes what is parked and what is joined', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  const viewer = bench.viewer(bench.ticket());
  await messages(viewer, 1);
  await bench.park();
  const closed = once(viewer, 'close');
  bench.broker.tell({ type: 'remove', session, reason: 'deleted' });
  await closed;
  await until('the parked connection to be closed', () => bench.host.parked.size === 0);
  assert.equal(bench.gateway.metrics().parked, 0);
  assert.equal(await bench.park(), 401);
});

test('a snapshot without a session removes it, and one with another key does too', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  bench.broker.tell({
    type: 'snapshot',
    routes: [{ session, linkKeyHash: Buffer.alloc(32).toString('base64url') }],
  });
  await until('the parked connection to be closed', () => bench.host.parked.size === 0);
  assert.equal(await bench.park(), 401);
});

test('a viewer waits for a host to park, and is told when none does', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, { limits: { parkedMs: 200 } });
  const refused = await refusalOf(bench.viewer(bench.ticket()));
  assert.deepEqual(refused, { status: 503, code: 'HOST_UNREACHABLE' });
  using otherFolder = temporaryFolder();
  await using patient = await startBench(otherFolder.path);
  const viewer = patient.viewer(patient.ticket());
  await until('the ticket to be spent', () => patient.broker.tickets.size === 0);
  await patient.park();
  assert.deepEqual(await messages(viewer, 1), ['hello']);
  viewer.terminate();
});

test('a parked connection whose host is gone or mute is passed over for the next', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, { limits: { hostAnswerMs: 100 } });
  await bench.park();
  const [mute] = [...bench.host.parked];
  mute?.removeAllListeners('data');
  await bench.park();
  const viewer = bench.viewer(bench.ticket());
  assert.deepEqual(await messages(viewer, 1), ['hello']);
  viewer.terminate();
});

test("a host's refusal reaches the viewer, and nothing more of the viewer's reaches the host", async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  const answered = await bench.ask(`/s/${session}/stream`, {
    headers: {
      connection: 'upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'not a key',
      'sec-websocket-protocol': `berth.v1, berth.ticket.${bench.ticket()}`,
    },
  });
  assert.equal(answered.status, 400);
  assert.equal(bench.gateway.metrics().joined, 0);
});

test('when the host goes, the viewer is closed; when the viewer goes, the host is', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  await bench.park();
  const first = bench.viewer(bench.ticket());
  await messages(first, 1);
  const closed = once(first, 'close');
  for (const viewer of bench.host.viewers) viewer.terminate();
  await closed;
  await bench.park();
  const second = bench.viewer(bench.ticket());
  await messages(second, 1);
  second.terminate();
  await until('the host to notice', () => bench.host.viewers.size === 0);
});
