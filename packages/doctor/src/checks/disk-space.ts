import type { Check } from '@berth/contract';
import { freeMiBAt } from '@berth/node-kit';

/** A home, a database and logs fit into the second; a desktop's first start alone writes about the first. */
const FAIL_BELOW_MIB = 64;
const WARN_BELOW_MIB = 2048;

export function diskSpace(path: string): Check {
  return {
    id: 'data.space',
    title: 'Disk space',
    run: async () => {
      const free = await freeMiBAt(path);
      const evidence = `${free >= 10_240 ? `${Math.round(free / 1024)} GiB` : `${free} MiB`} free for ${path}`;
      if (free >= WARN_BELOW_MIB) return { verdict: 'pass', evidence };
      return {
        verdict: free < FAIL_BELOW_MIB ? 'fail' : 'warn',
        evidence,
        cause: 'the disk that holds the data folder is nearly full',
        remedy: 'free some space, or move the data folder to a larger disk and name it with --data',
      };
    },
  };
}
