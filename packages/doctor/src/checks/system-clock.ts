import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '@berth/contract';
import type { Clock } from '@berth/kernel';

/** Tickets live 60 s and certificates have dates, so a wrong clock refuses people without a visible reason. */
const TOLERANCE = 2 * 60_000;

/** Without asking anyone outside: time must not run behind what Berth itself has written. */
export function systemClockCheck(dataFolder: string, clock: Clock): Check {
  return {
    id: 'machine.clock',
    title: 'Clock',
    run: async () => {
      const now = clock.now();
      const evidence = new Date(now).toISOString();
      for (const name of ['berth.db', 'berth.db-wal', 'logs/berth.log', 'berth.lock']) {
        const found = await stat(join(dataFolder, name)).catch(() => null);
        if (found && found.mtimeMs > now + TOLERANCE) {
          return {
            verdict: 'fail',
            evidence: `${evidence}, but ${name} was written at ${found.mtime.toISOString()}`,
            cause: 'the clock of this machine is behind, or was ahead before',
            remedy: 'synchronise it: timedatectl set-ntp true',
          };
        }
      }
      return { verdict: 'pass', evidence };
    },
  };
}
