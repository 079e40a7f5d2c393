import { join } from 'node:path';
import type { Logger } from '@berth/node-kit';

export interface LocalDriverOptions {
  /** The instance's run folder: short, and gone after a reboot. */
  readonly runFolder: string;
  readonly dataFolder: string;
  /** Node and the keeper's main module; Node's options and the session folder are added. */
  readonly hostCommand: readonly string[];
  /** Root of the code, shown read-only to hosts. */
  readonly codeFolder: string;
  /** The host's main module; only tests give another. */
  readonly hostProgram?: string;
  /** False: limits that this machine cannot enforce are left out instead of refused. */
  readonly enforceResources: boolean;
  readonly logger: Logger;
}

export function hostProgramOf(options: LocalDriverOptions): string {
  return options.hostProgram ?? join(options.codeFolder, 'apps/host/src/host/main.ts');
}
