import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { compileCacheIn, nodeOptions } from './compile-cache.ts';
import { findSessionProgram } from './programs.ts';
import { LocalWorld, until } from './testing/local-world.ts';

const skip = process.getuid?.() === 0 ? false : 'needs root';
const bob = { name: 'bob', uid: 41002, gid: 41002 };

async function listening(
  server: Server,
  where: { port: number; host: string } | { path: string },
): Promise<Server> {
  await new Promise<void>(resolve => server.listen(where, resolve));
  return server;
}

describe('the sandbox', { skip }, () => {
  it('runs programs as the owner, without privileges, with its own processes', async () => {
    await using world = new LocalWorld();
    const { output } = await world.inside(
      `id -un; id -u; id -G; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status | tr -s '\\t ' ' '
       ls -d /proc/[0-9]* | wc -l; echo $PATH; touch /etc/x /usr/x /x 2>/dev/null || echo closed
       touch /tmp/a /var/tmp/a /dev/shm/a ~/a && echo open; cat /etc/resolv.conf`,
    );
    const lines = output.split('\n');
    assert.deepEqual(lines.slice(0, 3), ['alice', '41001', '41001']);
    assert.match(output, /CapEff: 0{16}\nCapBnd: 0{16}\nNoNewPrivs: 1/);
    assert.ok(Number(lines[6]) < 25, `sees ${lines[6]} processes`);
    assert.match(
      output,
      /\/usr\/local\/bin:\/usr\/bin:\/bin:\/usr\/local\/games:\/usr\/games\nclosed\nopen\nnameserver 10.0.2.3/,
    );
  });

  it('shows nothing of Berth, of root and of other owners', async () => {
    await using world = new LocalWorld();
    await world.inside('echo private >~/secret');
    const paths = [
      world.data,
      world.run,
      '/root',
      '/home/alice',
      world.home(),
      '/var/lib',
      '/boot',
      '/srv',
      '/mnt',
    ];
    const { output } = await world.inside(
      `for p in ${paths.join(' ')}; do ls -A $p 2>/dev/null | grep -v '^xkb$'; done; cat /etc/shadow 2>/dev/null; ls /home; grep -c alice /etc/passwd`,
      { owner: bob },
    );
    assert.equal(output, 'bob\n0\n');
  });

  it('keeps the services of the machine and of other sessions out of reach', async () => {
    await using world = new LocalWorld();
    const abstract = `berth-isolation-${process.pid}`;
    const tcp = await listening(createServer(), { port: 0, host: '127.0.0.1' });
    const unix = await listening(createServer(), { path: `\0${abstract}` });
    try {
      const address = tcp.address();
      assert.ok(address && typeof address === 'object');
      await world.inside(
        `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalAddr => "0.0.0.0", LocalPort => 7777, Listen => 1) or die; fork() or sleep 1000'`,
      );
      const connect = `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); exit(connect(S, pack_sockaddr_un("\\0".$ARGV[0])) ? 0 : 1)'`;
      const { output } = await world.inside(
        `until grep -q tap0 /proc/net/dev; do sleep 0.05; done; sleep 0.2
         for a in 127.0.0.1 10.0.2.2; do for p in ${address.port} 7777; do (exec 9<>/dev/tcp/$a/$p) 2>/dev/null && echo "reached $a $p"; done; done
         ${connect} ${abstract} && echo "reached abstract"
         ${connect} /tmp/.X11-unix/X0 && echo "reached abstract X"
         (exec 9<>/dev/tcp/10.0.2.15/7777) 2>/dev/null && echo "reached another"; echo done`,
        { owner: bob },
      );
      assert.equal(output, 'done\n');
    } finally {
      tcp.close();
      unix.close();
    }
  });

  it('lets nobody at the display without its cookie, and only its own display is there', async () => {
    await using world = new LocalWorld();
    const alice = await world.inside('true');
    const cookie = readFileSync(join(world.run, 'sessions', alice.job.session, 'sandbox/Xauthority'));
    const shared = join(world.run, '..', 'shared');
    mkdirSync(shared);
    // Bob guesses: Alice's own cookie, which is another one than his.
    writeFileSync(join(shared, 'stolen'), cookie, { mode: 0o644 });
    const { output } = await world.inside(
      `xprop -root >/dev/null 2>&1 && echo own
       XAUTHORITY=/dev/null xprop -root >/dev/null 2>&1 && echo without
       XAUTHORITY=/shared/stolen xprop -root >/dev/null 2>&1 && echo stolen
       ls /tmp/.X11-unix; rm -f /tmp/.X11-unix/X0; touch /tmp/.X11-unix/mine 2>/dev/null || echo closed; ls -A /tmp/.X11-unix`,
      { owner: bob, mounts: [{ source: shared, target: '/shared', readOnly: true }] },
    );
    assert.deepEqual(
      output.split('\n').filter(line => !line.startsWith('rm:')),
      ['own', 'X0', 'closed', 'X0', ''],
    );
  });

  it('shows shared data where the profile mounts it, read-only unless it says otherwise', async () => {
    await using world = new LocalWorld();
    const source = join(world.run, '..', 'shared');
    mkdirSync(source, { mode: 0o777 });
    writeFileSync(join(source, 'data'), 'shared\n', { mode: 0o644 });
    const { output } = await world.inside(
      `cat /mnt/data/data; touch /mnt/data/x 2>/dev/null || echo closed`,
      {
        mounts: [{ source, target: '/mnt/data', readOnly: true }],
      },
    );
    assert.equal(output, 'shared\nclosed\n');
  });

  it('gives the environment of the profile to the desktop, and to nothing that runs as root', async () => {
    await using world = new LocalWorld();
    const { output } = await world.inside('echo "$GREETING"; id -u', {
      env: { GREETING: 'a "quoted" $value', LD_PRELOAD: '/nonexistent.so' },
    });
    assert.match(output, /^a "quoted" \$value$/m);
    assert.doesNotMatch([...world.sessions].map(id => world.log(id, 'keeper')).join(''), /nonexistent/);
  });

  it('lets two owners have XFCE at once', {
    skip: findSessionProgram('startxfce4') ? false : 'XFCE is not installed',
  }, async () => {
    await using world = new LocalWorld();
    const script = `startxfce4 & until [ "$(xprop -root _NET_CLIENT_LIST_STACKING | grep -o 0x | wc -l)" -ge 3 ]; do sleep 0.2; done; kill -0 $! && echo runs; kill -0 $!; wait $! &`;
    const both = await Promise.all([world.inside(script), world.inside(script, { owner: bob })]);
    for (const { job, output } of both) {
      assert.match(output, /^runs$/m);
      assert.equal(world.report(job.session)?.stage, 'up');
    }
  });

  it('runs the host as the owner in a sandbox of its own, with compiled code that it cannot change', async () => {
    await using world = new LocalWorld();
    const asked = [...nodeOptions, '-p', `require('node:module').getCompileCacheDir()`];
    const env = { NODE_COMPILE_CACHE: compileCacheIn(world.run) };
    const cache = execFileSync(process.execPath, asked, { env, encoding: 'utf8' }).trim();
    writeFileSync(join(cache, 'known'), 'compiled', { mode: 0o666 });
    const { job } = await world.inside('true');
    const path = join(world.run, 'sessions', job.session, 'host/started.json');
    await until('the host has begun', () => {
      try {
        return readFileSync(path, 'utf8').endsWith('}');
      } catch {
        return false;
      }
    });
    const seen = JSON.parse(readFileSync(path, 'utf8'));
    assert.equal(seen.uid, 41001);
    assert.match(seen.status, /CapEff:\s+0{16}/);
    assert.match(seen.status, /NoNewPrivs:\s+1/);
    assert.equal(seen.cache, cache.replace(/-0$/, '-41001'));
    assert.equal(seen.mayChangeCache, false);
    assert.equal(
      readdirSync(compileCacheIn(world.run), { recursive: true, encoding: 'utf8' }).includes('planted'),
      false,
    );
    assert.equal(readFileSync(join(cache, 'known'), 'utf8'), 'compiled');
  });
});
