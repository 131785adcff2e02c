/** The part of the WebAssembly API that Quill uses: Node has it, its type declarations come with the DOM's only. */
declare namespace WebAssembly {
  class Module {
    private readonly module;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class RuntimeError extends Error {}
  type Imports = Record<string, Record<string, unknown>>;
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
