import { open } from 'node:fs/promises';

/** The last `maxBytes` of a log and of the piece before it (`<path>.1`), beginning with a whole line. */
export async function readLogTail(path: string, maxBytes: number): Promise<string> {
  const newest = await tailOf(path, maxBytes);
  if (newest.cut) return newest.text;
  const older = await tailOf(`${path}.1`, maxBytes - newest.bytes);
  return older.text + newest.text;
}

async function tailOf(
  path: string,
  maxBytes: number,
): Promise<{ text: string; bytes: number; cut: boolean }> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const length = Math.max(0, Math.min(size, maxBytes));
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, size - length);
    const bytes = buffer.subarray(0, bytesRead);
    const cut = length < size;
    const begin = cut ? bytes.indexOf(0x0a) + 1 : 0;
    return { text: bytes.subarray(begin).toString('utf8'), bytes: bytesRead, cut };
  } catch {
    return { text: '', bytes: 0, cut: false };
  }
}
