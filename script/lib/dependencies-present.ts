// Exit 0 when every package of the lockfile that this machine needs is in node_modules in the right version.
// With --explain, says which are not.
import { readFile } from 'node:fs/promises';

interface Locked {
  version?: string;
  optional?: boolean;
  link?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const lockfile: { packages: Record<string, Locked> } = JSON.parse(
  await readFile('package-lock.json', 'utf8'),
);

async function installedVersion(folder: string): Promise<string | undefined> {
  try {
    const manifest: { version?: string } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    return manifest.version;
  } catch {
    return undefined;
  }
}

/** Native halves name their platform. Other optional packages may be missing: they belong to some other platform's half. */
function isNativeHalfForHere({ os, cpu, libc }: Locked): boolean {
  if (os === undefined && cpu === undefined) return false;
  const admits = (allowed: string[] | undefined, mine: string) =>
    allowed === undefined || allowed.includes(mine);
  return admits(os, process.platform) && admits(cpu, process.arch) && admits(libc, 'glibc');
}

async function isRight([folder, locked]: [string, Locked]): Promise<boolean> {
  if (!folder.includes('node_modules/')) return true;
  const found = await installedVersion(folder);
  // A workspace only has to be linked.
  if (locked.link) return found !== undefined;
  if (found === undefined) return locked.optional === true && !isNativeHalfForHere(locked);
  return found === locked.version;
}

const entries = Object.entries(lockfile.packages);
const verdicts = await Promise.all(entries.map(isRight));
const wrong = entries.filter((_, at) => !verdicts[at]).map(([folder]) => folder);
if (process.argv.includes('--explain')) for (const folder of wrong) process.stdout.write(`${folder}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
