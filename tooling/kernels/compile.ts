import { readFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

/** Compiled AssemblyScript that is committed, because those who run Berth need no compiler for it: its source, by its path. */
export const kernels: ReadonlyMap<string, string> = new Map([
  ['apps/host/kernels/bgrx-to-i420.wasm', 'apps/host/kernels/bgrx-to-i420.ts'],
  ['apps/host/kernels/qoi.wasm', 'apps/host/kernels/qoi.ts'],
]);

/** The WebAssembly module of a source; the caller of the module brings its memory. */
export async function compileKernel(source: string): Promise<Uint8Array> {
  const text = await readFile(source, 'utf8');
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    'kernel.ts -o kernel.wasm -O3 --enable simd --runtime stub --importMemory --noExportMemory'.split(' '),
    {
      readFile: name => (name === 'kernel.ts' ? text : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') compiled = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !compiled) throw new Error(`${source}: ${stderr.toString()}`);
  return compiled;
}
