/** What is used here of the WebAssembly that Node has; TypeScript knows it only together with the DOM. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    /** Ours export functions of numbers only. */
    readonly exports: Readonly<Record<string, (...values: number[]) => number>>;
  }
}
