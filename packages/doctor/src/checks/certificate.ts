import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Check } from '@berth/contract';
import type { Clock } from '@berth/kernel';

const DAY = 86_400_000;
const WARN_WITHIN_DAYS = 21;

/** The certificate with which the gateway proves itself: given by the site, or self-signed. */
export function certificate(file: string, given: boolean, clock: Clock): Check {
  return {
    id: 'tls.certificate',
    title: 'Certificate',
    run: async () => {
      const pem = await readFile(file, 'utf8').catch(() => null);
      if (pem === null) {
        if (!given) return { verdict: 'pass', evidence: 'none yet; one is made at the first start' };
        return {
          verdict: 'fail',
          evidence: file,
          cause: 'it cannot be read',
          remedy: 'correct tls.certFile',
        };
      }
      const remedy = given
        ? 'renew it and restart Berth'
        : `delete the folder of ${file} and restart Berth, which makes a new one; hosts that pinned the old one have to start anew`;
      let parsed: X509Certificate;
      try {
        parsed = new X509Certificate(pem);
      } catch {
        return { verdict: 'fail', evidence: file, cause: 'it is not a PEM certificate', remedy };
      }
      const days = Math.floor((parsed.validToDate.getTime() - clock.now()) / DAY);
      const evidence = `${parsed.subject.replaceAll('\n', ', ')}, valid until ${parsed.validToDate.toISOString().slice(0, 10)}`;
      if (parsed.validFromDate.getTime() > clock.now()) {
        return {
          verdict: 'fail',
          evidence: `${evidence}, from ${parsed.validFromDate.toISOString().slice(0, 10)}`,
          cause: 'it is not valid yet, or the clock of this machine is behind',
          remedy: 'check the clock',
        };
      }
      if (days < 0) return { verdict: 'fail', evidence, cause: 'it has expired', remedy };
      if (days < WARN_WITHIN_DAYS)
        return { verdict: 'warn', evidence, cause: `it expires in ${days} days`, remedy };
      return { verdict: 'pass', evidence };
    },
  };
}
