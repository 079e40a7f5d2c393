import type { Command } from 'commander';
import { SilentExit } from '../exit-code.ts';

/** Started by `berth up`, with its configuration on stdin. */
export function addBroker(program: Command): void {
  program.command('broker', { hidden: true }).action(async () => {
    const [{ serveChild }, { wireUpBroker }] = await Promise.all([
      import('../serve-child.ts'),
      import('../wire-up.ts'),
    ]);
    const code = await serveChild('broker', (config, start, logger) =>
      wireUpBroker(config, start.gatewayFingerprint, logger),
    );
    throw new SilentExit(code);
  });
}
