import type { Check } from '@berth/contract';
import { InstanceLock, portHolder, whyNotListen } from '@berth/node-kit';

export function port(bind: string, number: number, lockFile: string): Check {
  return {
    id: 'port.free',
    title: 'Port',
    run: async () => {
      const why = await whyNotListen(bind, number);
      if (why === null) return { verdict: 'pass', evidence: `${bind}:${number} is free` };
      if (why === 'EADDRINUSE') {
        const running = InstanceLock.holder(lockFile);
        const holder = portHolder(number);
        if (running) return { verdict: 'pass', evidence: `${bind}:${number} is in use by ${holder}` };
        return {
          verdict: 'fail',
          evidence: `${bind}:${number} is taken by ${holder}`,
          cause: 'another program listens there',
          remedy: 'stop it, or choose another port with --port',
        };
      }
      const cause =
        why === 'EACCES' ? 'ports below 1024 need privileges' : 'this machine has no such address';
      return {
        verdict: 'fail',
        evidence: `${bind}:${number} gives ${why}`,
        cause,
        remedy: 'choose another with --port or --bind',
      };
    },
  };
}
