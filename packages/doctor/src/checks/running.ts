import type { Check } from '@berth/contract';
import { type Endpoint, InstanceLock, readBody, sendHttp } from '@berth/node-kit';

/** Whether Berth runs on this data folder, and whether all of it answers. */
export function running(lockFile: string, endpoint: Endpoint): Check {
  return {
    id: 'berth.running',
    title: 'Running',
    // That check listens on the port for a moment, and must not be mistaken for Berth.
    needs: ['port.free'],
    run: async op => {
      const holder = InstanceLock.holder(lockFile);
      if (!holder) {
        return { verdict: 'pass', evidence: 'Berth is not running here; berth up starts it' };
      }
      const reply = await sendHttp(endpoint, { method: 'GET', path: '/readyz', signal: op.signal }).catch(
        (error: Error) => error,
      );
      if (reply instanceof Error && 'code' in reply && reply.code === 'ECONNREFUSED') {
        return {
          verdict: 'warn',
          evidence: `process ${holder.pid} runs, but not here: ${reply.message}`,
          cause: 'it was started with another --port or --bind, or is starting',
          remedy: 'give doctor the options that berth up was given, or put them into <data>/berth.yaml',
        };
      }
      if (reply instanceof Error) {
        return {
          verdict: 'fail',
          evidence: `process ${holder.pid} runs, but its port gives: ${reply.message}`,
          cause: 'the gateway does not answer',
          remedy: 'look at the end of <data>/logs/berth.log',
        };
      }
      await readBody(reply.body);
      if (reply.status === 200) return { verdict: 'pass', evidence: `process ${holder.pid}, ready` };
      return {
        verdict: 'warn',
        evidence: `process ${holder.pid} runs; /readyz answers ${reply.status}`,
        cause: 'the broker is starting or restarting',
        remedy: 'try again in a moment; if it stays so, look at the end of <data>/logs/berth.log',
      };
    },
  };
}
