import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomically } from '@berth/node-kit';

const dayMs = 24 * 60 * 60 * 1000;
/** Apple's platforms refuse a server certificate that is valid for longer. */
const validDays = 825;
const renewWhenDaysLeft = 30;

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** SHA-256 of the certificate (DER), hex: what hosts pin. */
  readonly fingerprint: string;
}

/**
 * A self-signed certificate in `folder` for `names` and for this machine's own names and addresses. The one that is
 * there is kept until it runs out within 30 days or lacks a name, so that browsers and hosts need to trust it once.
 */
export async function ensureCertificate(
  folder: string,
  names: readonly string[],
  now = Date.now(),
): Promise<CertificateFiles> {
  const certFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  const wanted = [...new Set([...names, 'localhost', '127.0.0.1', '::1', ...namesOfThisMachine()])];
  const kept = await readCertificate(certFile, keyFile);
  if (
    kept &&
    isGoodUntil(kept, now + renewWhenDaysLeft * dayMs) &&
    wanted.every(name => covers(kept, name))
  ) {
    return { certFile, keyFile, fingerprint: fingerprintOf(kept) };
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = await makeSelfSigned(wanted, now);
  await writeFileAtomically(keyFile, made.key);
  await writeFileAtomically(certFile, made.certificate);
  return { certFile, keyFile, fingerprint: fingerprintOf(new X509Certificate(made.certificate)) };
}

export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

export function covers(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;
}

function isGoodUntil(certificate: X509Certificate, when: number): boolean {
  return certificate.validToDate.getTime() > when;
}

/** Null when either file is missing or unreadable as what it should be. */
async function readCertificate(certFile: string, keyFile: string): Promise<X509Certificate | null> {
  try {
    const certificate = new X509Certificate(await readFile(certFile));
    return certificate.checkPrivateKey(createPrivateKey(await readFile(keyFile))) ? certificate : null;
  } catch {
    return null;
  }
}

function namesOfThisMachine(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
    .map(({ address }) => address);
  const name = hostname();
  return /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name) ? [name, ...addresses] : addresses;
}

async function makeSelfSigned(names: readonly string[], now: number) {
  // Loaded here alone: 110 ms that a start with a certificate need not pay.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // Positive and of 16 bytes (RFC 5280, 4.1.2.2).
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    name: 'CN=Berth',
    // A clock that is a little behind must not find it "not yet valid".
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + (validDays - 2) * dayMs),
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map(value => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
    ],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const body = pkcs8.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`,
  };
}
