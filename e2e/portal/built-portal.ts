import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../apps/portal/dist/', import.meta.url));

/** The built pages by path, all in memory: a build that runs meanwhile cannot pull them away. */
export function readBuiltPortal(): ReadonlyMap<string, Buffer> {
  if (!existsSync(join(dist, 'index.html')))
    throw new Error('The portal is not built: npm run build -w apps/portal');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return new Map(
    files.map(file => {
      const path = join(file.parentPath, file.name);
      return [`/${path.slice(dist.length)}`, readFileSync(path)];
    }),
  );
}
