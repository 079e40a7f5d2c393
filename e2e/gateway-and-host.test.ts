import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { type Heartbeat, LaunchJob, linkPaths } from '@berth/contract';
import { type Bench, messages, refusalOf, session, startBench } from '@berth/gateway/fakes';
import { Secret } from '@berth/kernel';
import { deriveLinkKey, linkKeyHashOf, silentLogger } from '@berth/node-kit';
import { checkForLeaks, temporaryFolder, until } from '@berth/testing';
import { GatewayLink } from '../apps/host/src/host/gateway-link.ts';
import { ResumeTickets } from '../apps/host/src/host/resume-tickets.ts';

checkForLeaks();

/** The host's own link code at a real gateway. It greets each viewer with who they are, and spends their ticket. */
async function startHost(bench: Bench, folder: string, hostUrl: string, fingerprint: string | null) {
  const bootstrapToken = new Secret(randomBytes(32).toString('base64url'));
  const linkKey = deriveLinkKey(bootstrapToken, session, 1);
  const tickets = await ResumeTickets.open(folder, session, linkKeyHashOf(linkKey));
  bench.broker.handlers.set(linkPaths.register, (asked, answer) => {
    asked.resume();
    answer.end(JSON.stringify({ heartbeatSeconds: 5, parkedConnections: 2 }));
  });
  bench.broker.handlers.set(linkPaths.heartbeat, (asked, answer) => {
    asked.resume();
    answer.end(JSON.stringify({ heartbeatSeconds: 5 }));
  });
  bench.broker.tell({ type: 'add', session, linkKeyHash: linkKeyHashOf(linkKey) });
  const heartbeat: Heartbeat = {
    session,
    generation: 1,
    stage: 'ready',
    xServer: true,
    media: true,
    viewers: 0,
    size: { width: 640, height: 480 },
    framesEncoded: 0,
  };
  const link = new GatewayLink({
    job: LaunchJob.parse({
      version: 1,
      session,
      externalName: 'berth-test',
      generation: 1,
      owner: { name: 'ada', uid: 1000, gid: 1000 },
      profile: 'xterm',
      kind: 'app',
      command: ['xterm'],
      env: {},
      size: { width: 640, height: 480 },
      dpi: 96,
      maxFps: 60,
      resources: { cpu: 1, memoryMiB: 512 },
      mounts: [],
      hostUrl,
      gatewayFingerprint: fingerprint,
    }),
    bootstrapToken,
    linkKey,
    tickets,
    logger: silentLogger,
    state: () => heartbeat,
    handleViewer: (viewer, identity, claim) => {
      claim?.spend();
      viewer.on('message', data => viewer.send(data));
      viewer.on('error', () => undefined);
      viewer.send(`${identity.user} ${identity.role}`);
    },
  });
  return { link, tickets };
}

const parkedTwice = (bench: Bench) =>
  until('two parked connections', () => bench.gateway.metrics().parked === 2);

test('a host registers and parks over its unix socket, and replaces what viewers take', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const host = await startHost(bench, folder.path, `unix:${bench.hostSocket}`, null);
  using _link = host.link;
  await parkedTwice(bench);
  for (let round = 0; round < 3; round += 1) {
    const viewer = bench.viewer(bench.ticket());
    assert.deepEqual(await messages(viewer, 1), ['ada control']);
    await parkedTwice(bench);
    viewer.close();
    await once(viewer, 'close');
  }
});

test('a host parks over TLS when the certificate is the pinned one, and not otherwise', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const url = bench.url('https', '');
  {
    const host = await startHost(bench, folder.path, url, bench.gateway.fingerprint);
    using _link = host.link;
    await parkedTwice(bench);
    const viewer = bench.viewer(bench.ticket());
    assert.deepEqual(await messages(viewer, 1), ['ada control']);
    viewer.terminate();
  }
  const isGone = () => bench.gateway.metrics().parked === 0 && bench.gateway.metrics().connectionsOpen === 0;
  await until('the host and its requests to be gone', isGone);
  const before = bench.gateway.metrics().requests;
  const opened = bench.gateway.metrics().connectionsOpened;
  const stranger = await startHost(bench, folder.path, url, '0'.repeat(64));
  using _stranger = stranger.link;
  await until('an attempt', () => bench.gateway.metrics().connectionsOpened > opened);
  await until('its end', () => bench.gateway.metrics().connectionsOpen === 0);
  assert.equal(bench.gateway.metrics().requests, before, 'nothing was sent');
});

test('after a restart of the gateway with the broker away, the host parks again and a resume ticket works once', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const host = await startHost(bench, folder.path, `unix:${bench.hostSocket}`, null);
  using _link = host.link;
  await parkedTwice(bench);
  const ticket = await host.tickets.issue({ role: 'view', user: 'bob' });
  await bench.broker.stop();
  await bench.restartGateway();
  await parkedTwice(bench);
  const viewer = bench.viewer(ticket);
  assert.deepEqual(await messages(viewer, 1), ['bob view']);
  assert.equal((await refusalOf(bench.viewer(ticket))).status, 401);
  viewer.terminate();
});
