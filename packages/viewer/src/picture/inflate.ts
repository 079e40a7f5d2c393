import { WireError } from '@berth/wire';
import { unzlibSync } from 'fflate';

/** Inflates a zlib stream of at most `limit` bytes. A stream that grows beyond that is a `WireError`. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.byteLength;
      if (length > limit) throw new WireError('pixels inflate to more than their rectangle');
      parts.push(value);
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    throw error instanceof WireError ? error : new WireError('pixels are not deflated');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** So much is inflated in less than a millisecond. */
export const quicklyInflated = 64 * 1024;

/** As `inflate`, at once: for what is small, of which a stream would make a round through the page's event loop. */
export function inflateNow(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return unzlibSync(bytes, { out: new Uint8Array(limit) });
  } catch {
    throw new WireError('pixels are not deflated');
  }
}
