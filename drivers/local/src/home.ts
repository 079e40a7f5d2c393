import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failures, type LaunchJob, type RunPlan } from '@berth/contract';
import { runCommand } from './run-command.ts';
import { listSessions, readPlan, sessionFolder } from './session-files.ts';

export type Home = RunPlan['home'];
const driver = 'local';

/**
 * The owner's home, made when missing. With `homeMiB` it is an image of that size, mounted over the same folder; once an
 * owner has an image, every session of that owner uses it, limited or not: there is one home.
 */
export async function openHome(dataFolder: string, job: LaunchJob): Promise<Home> {
  const { name, uid, gid } = job.owner;
  const homes = join(dataFolder, 'homes');
  const path = join(homes, name);
  const image = `${path}.img`;
  await mkdir(homes, { recursive: true, mode: 0o711 });
  const isNew = await makeFolder(path);
  const limited = existsSync(image) || job.resources.homeMiB > 0;
  if (limited) {
    await mkdir(path, { recursive: true });
    if (!(await isMounted(path))) await mountImage(image, path, job);
  }
  if (process.getuid?.() === 0) {
    const { uid: found } = await stat(path);
    if (isNew || (limited && found === 0)) {
      await chown(path, uid, gid);
      await chmod(path, 0o700);
    } else if (found !== uid) {
      throw failures.DRIVER_REFUSED({
        driver,
        why: `the home ${path} belongs to uid ${found}, and ${name} is uid ${uid} now`,
        remedy: `If it is the same person, run: chown -R ${uid}:${gid} ${path}`,
      });
    }
  }
  return { path, image: limited ? image : null };
}

/** Why homes of limited size are impossible here; null when they are possible. */
export function whyNoHomeLimit(): { why: string; remedy: string } | null {
  if (process.getuid?.() !== 0)
    return {
      why: 'mounting a home of limited size needs root',
      remedy: 'Run Berth as root, or set homeMiB to 0.',
    };
  if (!existsSync('/dev/loop-control'))
    return { why: 'there is no /dev/loop-control', remedy: 'Load the loop module: modprobe loop' };
  if (!existsSync('/sbin/mkfs.ext4') && !existsSync('/usr/sbin/mkfs.ext4'))
    return { why: 'mkfs.ext4 is missing', remedy: 'Install it: apt-get install e2fsprogs' };
  return null;
}

/**
 * Unmounts the home's image when no other session uses it. Users are counted by the plans in the session folders, not by
 * a number that a kill could leave wrong.
 */
export async function closeHome(runFolder: string, home: Home, session: string): Promise<void> {
  if (!home.image || !(await isMounted(home.path))) return;
  for (const other of await listSessions(runFolder)) {
    if (other !== session && readPlan(sessionFolder(runFolder, other))?.home.path === home.path) return;
  }
  // Lazily: what is still open ends with its process, and the mount must not outlive the session in the table.
  const { status } = await runCommand('umount', [home.path]);
  if (status !== 0) await runCommand('umount', ['--lazy', home.path]);
}

async function mountImage(image: string, path: string, job: LaunchJob): Promise<void> {
  const isNew = !existsSync(image);
  if (isNew) await makeImage(image, job);
  else await growImage(image, job.resources.homeMiB);
  const { status, output } = await runCommand('mount', ['-o', 'loop,nosuid,nodev', image, path]);
  if (status === 0) return;
  if (isNew) await rm(image, { force: true });
  throw failures.RESOURCES_NOT_ENFORCEABLE({
    resource: 'home size',
    why: `the image could not be mounted: ${output}`,
    remedy: 'Give Berth loop devices, or set homeMiB to 0.',
  });
}

async function makeImage(image: string, job: LaunchJob): Promise<void> {
  const { uid, gid } = job.owner;
  const path = image.slice(0, -'.img'.length);
  const existing = await readdir(path);
  if (existing.length > 0) {
    throw failures.RESOURCES_NOT_ENFORCEABLE({
      resource: 'home size',
      why: `the home ${path} exists without a limit and holds files`,
      remedy: `Move its files away, start once, and copy them back; or set homeMiB to 0.`,
    });
  }
  const temporary = `${image}.new`;
  await setSize(temporary, job.resources.homeMiB);
  const options = `lazy_itable_init=1,root_owner=${uid}:${gid}`;
  const made = await runCommand('mkfs.ext4', ['-q', '-F', '-m', '0', '-E', options, temporary]);
  if (made.status !== 0) {
    await rm(temporary, { force: true });
    throw failures.DRIVER_FAILED({ driver, why: `the home's image could not be made: ${made.output}` });
  }
  await runCommand('mv', ['-T', temporary, image]);
}

/** Follows a limit that was raised. A lowered one is left: shrinking could lose files. */
async function growImage(image: string, mebibytes: number): Promise<void> {
  const { size } = await stat(image);
  if (mebibytes * 1024 * 1024 <= size) return;
  await setSize(image, mebibytes);
  await runCommand('e2fsck', ['-f', '-p', image]);
  await runCommand('resize2fs', [image]);
}

async function setSize(path: string, mebibytes: number): Promise<void> {
  await using file = await open(path, 'a', 0o600);
  await file.truncate(mebibytes * 1024 * 1024);
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isMounted(path: string): Promise<boolean> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  // Spaces and the like are octal in mountinfo.
  const escaped = path.replace(/[ \t\n\\]/g, c => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return mounts.split('\n').some(line => line.split(' ')[4] === escaped);
}
