import { readFileSync } from 'node:fs';

const pageBytes = 65_536;
const modules = new Map<string, WebAssembly.Module>();

export interface Kernel {
  readonly memory: Buffer;
  readonly run: (...values: number[]) => number;
}

/** A function of `kernels/`, compiled once, with `bytes` of memory of its own that never move. */
export function loadKernel(name: string, run: string, bytes: number): Kernel {
  let module = modules.get(name);
  if (!module) {
    module = new WebAssembly.Module(readFileSync(new URL(`../../kernels/${name}.wasm`, import.meta.url)));
    modules.set(name, module);
  }
  const pages = Math.ceil(bytes / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const exported = new WebAssembly.Instance(module, { env: { memory } }).exports[run];
  if (!exported) throw new Error(`the kernel ${name} has no ${run}`);
  return { memory: Buffer.from(memory.buffer), run: exported };
}
