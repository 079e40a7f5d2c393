import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** A profile whose application is a program of `e2e/fixtures`, run by the pinned Node from the checkout, mounted read-only. */
export function fixtureProfile(program: string): object {
  const node = process.execPath.startsWith(checkout)
    ? `/opt/checkout/${process.execPath.slice(checkout.length)}`
    : process.execPath;
  return {
    title: program,
    kind: 'app',
    command: [node, '--no-deprecation', `/opt/checkout/e2e/fixtures/${program}.ts`],
    display: { width: 1280, height: 720 },
    mounts: [{ source: checkout.replace(/\/$/, ''), target: '/opt/checkout', readOnly: true }],
    drivers: ['local'],
  };
}
