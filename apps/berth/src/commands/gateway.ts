import type { Command } from 'commander';
import { SilentExit } from '../exit-code.ts';

/** Started by `berth up`, with its configuration on stdin. */
export function addGateway(program: Command): void {
  program.command('gateway', { hidden: true }).action(async () => {
    const [{ serveChild }, { wireUpGateway }] = await Promise.all([
      import('../serve-child.ts'),
      import('../wire-up.ts'),
    ]);
    const code = await serveChild('gateway', (config, _, logger) => wireUpGateway(config, logger));
    throw new SilentExit(code);
  });
}
