import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { failures } from '@berth/contract';
import { fingerprintOf } from './certificate.ts';

export interface LoadedCertificate {
  readonly cert: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly selfSigned: boolean;
}

/** Reads and checks a certificate with its key. CONFIG_INVALID names the file at fault and what is wrong with it. */
export async function loadCertificate(
  files: { certFile: string; keyFile: string },
  now = Date.now(),
): Promise<LoadedCertificate> {
  const cert = await readPem(files.certFile);
  const key = await readPem(files.keyFile);
  const certificate = parsed(files.certFile, 'is not a PEM certificate', () => new X509Certificate(cert));
  const privateKey = parsed(files.keyFile, 'is not an unencrypted PEM private key', () =>
    createPrivateKey(key),
  );
  checkPair(files, certificate, privateKey, now);
  const selfSigned = certificate.issuer === certificate.subject && certificate.verify(certificate.publicKey);
  return { cert, key, fingerprint: fingerprintOf(certificate), selfSigned };
}

function checkPair(
  files: { certFile: string; keyFile: string },
  certificate: X509Certificate,
  key: KeyObject,
  now: number,
): void {
  if (!certificate.checkPrivateKey(key)) {
    throw invalid(files.keyFile, `is not the key of the certificate in ${files.certFile}`);
  }
  if (certificate.validToDate.getTime() <= now) {
    throw invalid(files.certFile, `the certificate expired on ${certificate.validToDate.toISOString()}`);
  }
  if (certificate.validFromDate.getTime() > now) {
    throw invalid(
      files.certFile,
      `the certificate is not valid before ${certificate.validFromDate.toISOString()}; is the clock right?`,
    );
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw invalid(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function parsed<T>(file: string, problem: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw invalid(file, problem, error);
  }
}

function invalid(source: string, problem: string, cause?: unknown) {
  return failures.CONFIG_INVALID({ source, line: null, problem }, { cause });
}
