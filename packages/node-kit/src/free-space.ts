import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Free space for this user on the disk that holds `path`, or would hold it: the nearest folder that exists is asked. */
export async function freeMiBAt(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return Math.floor((bavail * bsize) / 2 ** 20);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    return freeMiBAt(parent);
  }
}
