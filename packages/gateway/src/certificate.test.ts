import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { checkForLeaks, temporaryFolder } from '@berth/testing';
import { ensureCertificate } from './certificate.ts';
import { loadCertificate } from './load-certificate.ts';

checkForLeaks();

const dayMs = 24 * 60 * 60 * 1000;

test('a certificate is made once, for every name of this machine, with a private key', async () => {
  using folder = temporaryFolder();
  const first = await ensureCertificate(folder.path, ['desk.example']);
  const certificate = new X509Certificate(await readFile(first.certFile));
  assert.ok(certificate.checkHost('desk.example') && certificate.checkHost('localhost'));
  assert.ok(certificate.checkIP('127.0.0.1') && certificate.checkIP('::1'));
  const days = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / dayMs;
  assert.ok(days <= 825);
  assert.equal((await stat(first.keyFile)).mode & 0o777, 0o600);
  assert.match(first.fingerprint, /^[0-9a-f]{64}$/);
  assert.deepEqual(await ensureCertificate(folder.path, ['desk.example']), first);
  assert.deepEqual(await ensureCertificate(folder.path, []), first, 'fewer names need no new one');
  const loaded = await loadCertificate(first);
  assert.ok(loaded.selfSigned);
  assert.equal(loaded.fingerprint, first.fingerprint);
});

test('it is renewed for a new name, before it runs out, and when its key is lost', async () => {
  using folder = temporaryFolder();
  const first = await ensureCertificate(folder.path, []);
  const named = await ensureCertificate(folder.path, ['other.example']);
  assert.notEqual(named.fingerprint, first.fingerprint);
  const later = await ensureCertificate(folder.path, ['other.example'], Date.now() + 800 * dayMs);
  assert.notEqual(later.fingerprint, named.fingerprint);
  await writeFile(later.keyFile, 'lost');
  const again = await ensureCertificate(folder.path, ['other.example']);
  assert.notEqual(again.fingerprint, later.fingerprint);
});

test('a given certificate that cannot be used is refused with the file and what is wrong', async () => {
  using folder = temporaryFolder();
  using otherFolder = temporaryFolder();
  const one = await ensureCertificate(folder.path, []);
  const other = await ensureCertificate(otherFolder.path, []);
  const refused = async (files: { certFile: string; keyFile: string }, pattern: RegExp, now?: number) =>
    assert.rejects(loadCertificate(files, now), (error: Error) => {
      assert.equal(error.name, 'CONFIG_INVALID');
      assert.match(error.message, pattern);
      return true;
    });
  await refused({ ...one, keyFile: other.keyFile }, /key\.pem: is not the key of/);
  await refused({ ...one, certFile: folder.file('none.pem') }, /none\.pem: cannot be read: ENOENT/);
  await refused({ ...one, certFile: one.keyFile }, /key\.pem: is not a PEM certificate/);
  await refused(one, /expired on/, Date.now() + 1000 * dayMs);
  await refused(one, /not valid before/, Date.now() - 1000 * dayMs);
  await writeFile(folder.file('noise.pem'), 'noise');
  await chmod(folder.file('noise.pem'), 0o600);
  await refused(
    { ...one, keyFile: folder.file('noise.pem') },
    /noise\.pem: is not an unencrypted PEM private key/,
  );
});
