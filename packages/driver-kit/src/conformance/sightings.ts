import assert from 'node:assert/strict';
import { Operation } from '@berth/kernel';
import type { Driver, Handle, Sighting } from '../driver.ts';

/** Between two looks, in milliseconds. A driver has nothing to await: observing is how a broker learns. */
const LOOK_INTERVAL = 100;

export async function look(driver: Driver, session: string, handle: Handle): Promise<Sighting> {
  const sightings = await driver.observe(Operation.within('observe', 15_000), new Map([[session, handle]]));
  assert.equal(sightings.length, 1, 'observe answers once for each handle');
  const [sighting] = sightings;
  assert.ok(sighting);
  assert.equal(sighting.session, session);
  return sighting;
}

/** Looks until the session is in `presence`, or fails after `patience` ms with what was last seen. */
export async function seen(
  driver: Driver,
  session: string,
  handle: Handle,
  presence: Sighting['presence'],
  patience: number,
): Promise<Sighting> {
  const op = Operation.within(`waiting for ${session} to be ${presence}`, patience);
  let last: Sighting | null = null;
  while (true) {
    last = await look(driver, session, handle);
    if (last.presence === presence) return last;
    if (last.presence === 'gone') break;
    try {
      await op.sleep(LOOK_INTERVAL);
    } catch {
      break;
    }
  }
  assert.fail(`${session} should be ${presence} within ${patience} ms; last seen: ${JSON.stringify(last)}`);
}
