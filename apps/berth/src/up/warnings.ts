import { findProgram } from '@berth/node-kit';
import type { Configuration } from '../configuration.ts';

/** What does not keep Berth from starting, but will keep desktops from doing so. */
export function startWarnings(config: Configuration, path: string | undefined): string[] {
  const warnings = [];
  if (config['drivers.local.enabled'] && findProgram('Xvnc', path) === null) {
    warnings.push(
      'There is no X server here, so no desktop can start. Install it: apt install tigervnc-standalone-server (dnf: tigervnc-server).',
    );
  }
  if (config['drivers.local.enabled'] && findProgram('bwrap', path) === null) {
    warnings.push(
      'There is no bubblewrap here, so no desktop can start. Install it: apt install bubblewrap.',
    );
  }
  return warnings;
}
