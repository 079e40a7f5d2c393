import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BerthUnderTest } from './berth-under-test.ts';

/** Where the X server of a running session is reached from outside its sandbox. */
export function xServerAddress(berth: BerthUnderTest, id: string) {
  const folder = join(berth.runFolder, 'sessions', id);
  // The cookie is the last field of the file's one entry.
  const cookie = readFileSync(join(folder, 'sandbox', 'Xauthority'))
    .subarray(-16)
    .toString('hex');
  return { socketPath: join(folder, 'x11', 'X0'), cookie };
}
