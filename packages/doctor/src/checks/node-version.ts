import type { Check } from '@berth/contract';

/** Type stripping without a flag, `using`, and Float16Array need it; 25 changes what native modules were built for. */
export function nodeVersion(version: string): Check {
  return {
    id: 'node.version',
    title: 'Node',
    run: async () => {
      const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
      if (major === 24 && minor >= 15) return { verdict: 'pass', evidence: version };
      return {
        verdict: 'fail',
        evidence: version,
        cause: 'Berth is made for Node 24.15 or later, below 25',
        remedy: 'start it with ./berth, which uses the pinned Node; script/server installs that',
      };
    },
  };
}
