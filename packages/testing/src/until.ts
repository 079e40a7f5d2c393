import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `look` gives something truthy and returns it; for what announces itself by no event (another process, a
 * file). The limit only turns a hang into a failure with a name; no test asserts on it.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs = 10_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await sleep(10);
  }
}
