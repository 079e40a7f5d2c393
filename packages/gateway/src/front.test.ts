import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { presentedFingerprint, readBody, silentLogger } from '@berth/node-kit';
import { checkForLeaks, temporaryFolder, until } from '@berth/testing';
import { startBench } from './fakes/bench.ts';
import { signedByAuthority } from './fakes/signed-certificate.ts';
import { startGateway } from './gateway.ts';

checkForLeaks();

test('a connection that says nothing, or half a request, or half a handshake, is ended', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, {
    limits: { firstByteMs: 50, headerMs: 50, handshakeMs: 50 },
  });
  const beginnings = ['', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ', '\x16\x03\x01\x02\x00'];
  for (const beginning of beginnings) {
    const socket = connect(bench.gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    if (beginning) socket.write(beginning, 'latin1');
    await closed(socket.resume());
  }
  const secure = connectTls({ port: bench.gateway.port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(secure, 'secureConnect');
  secure.on('error', () => undefined);
  secure.write('GET / HTTP/1.1\r\nHost: x\r\n');
  await closed(secure.resume());
  assert.ok(bench.gateway.metrics().refused.slow >= 3);
});

test('a kept connection that is idle, or drips a second request, is ended', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path, { limits: { idleMs: 50 } });
  const socket = connect(bench.gateway.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  const drip = setInterval(() => socket.write('G'), 10);
  try {
    await closed(socket.resume());
  } finally {
    clearInterval(drip);
  }
});

test('noise is answered with 400 or a reset, and hurts nobody', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  for (const noise of [
    '\0\0\0\0',
    'SSH-2.0-x\r\n\r\n',
    '\x16\xff\xff\xff\xff\xff\xff',
    'GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n',
  ]) {
    const socket = connect(bench.gateway.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(noise, 'latin1');
    const [bytes] = await Promise.race([once(socket, 'data').catch(() => []), closed(socket)]);
    if (Buffer.isBuffer(bytes) && noise[0] !== '\x16')
      assert.match(bytes.toString('latin1'), /^HTTP\/1.1 400/);
    socket.destroy();
  }
  assert.equal((await bench.ask('/')).status, 200);
});

test('an upgrade to something else is answered as a plain request', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const answered = await bench.ask('/', {
    scheme: 'http',
    headers: { connection: 'Upgrade', upgrade: 'h2c' },
  });
  assert.equal(answered.status, 200);
  const socket = connect(bench.gateway.port, '127.0.0.1');
  socket.write('GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  assert.match(await readBody(socket), /^HTTP\/1.1 404/);
});

test('a taken port is refused with the name of the process that has it', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  using otherFolder = temporaryFolder();
  const second = startGateway({
    bind: '127.0.0.1',
    port: bench.gateway.port,
    publicUrl: null,
    tls: { certFile: folder.file('tls', 'certificate.pem'), keyFile: folder.file('tls', 'key.pem') },
    brokerSocket: otherFolder.file('broker.sock'),
    hostSocket: otherFolder.file('link', 'host.sock'),
    routesFile: otherFolder.file('routes.json'),
    logger: silentLogger,
  });
  await assert.rejects(second, (error: Error) => {
    assert.equal(error.name, 'PORT_TAKEN');
    assert.match(error.message, new RegExp(`process ${process.pid}`));
    return true;
  });
});

test('a TLS peer that leaves without a word of it is let go at once', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  for (const protocol of ['h2', 'http/1.1']) {
    const socket = connectTls({
      port: bench.gateway.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ALPNProtocols: [protocol],
    });
    await once(socket, 'secureConnect');
    socket.destroy();
    await until(`the end of ${protocol}`, () => bench.gateway.metrics().connectionsOpen === 0, 5000);
  }
});

test('a replaced certificate is used for new connections, and HSTS is sent only when an authority signed it', async () => {
  using folder = temporaryFolder();
  await using bench = await startBench(folder.path);
  const before = bench.gateway.fingerprint;
  assert.equal((await bench.ask('/')).headers['strict-transport-security'], undefined);
  const signed = await signedByAuthority();
  await writeFile(folder.file('tls', 'certificate.pem'), 'half written');
  await assert.rejects(bench.gateway.reloadCertificate(), { name: 'CONFIG_INVALID' });
  assert.equal((await bench.ask('/')).status, 200, 'the old one stays in use');
  await writeFile(folder.file('tls', 'key.pem'), signed.key);
  await writeFile(folder.file('tls', 'certificate.pem'), signed.certificate);
  await bench.gateway.reloadCertificate();
  assert.notEqual(bench.gateway.fingerprint, before);
  const { fingerprint, port } = bench.gateway;
  assert.equal(
    await presentedFingerprint({ kind: 'https', host: '127.0.0.1', port, fingerprint: null }),
    fingerprint,
  );
  assert.match(String((await bench.ask('/')).headers['strict-transport-security']), /max-age=\d+/);
  assert.equal((await bench.ask('/', { scheme: 'http' })).headers['strict-transport-security'], undefined);
});

/** However it is closed: a write that comes too late for a socket's end is no fault of the gateway. */
function closed(socket: Socket): Promise<unknown[]> {
  return new Promise(resolve => socket.once('close', () => resolve([])));
}
