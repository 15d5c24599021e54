import { Parser } from "web-tree-sitter";

/** The WebAssembly that all parsers of this process run in. */
export interface ParserRuntime {
  /** Takes back the stack of a call that was broken off in its midst. */
  resetStack(): void;
}

/**
 * Of this the parser uses so little that JavaScript's own stack always ends first. That end is an error which can be
 * caught. The stack of 64 kB that the runtime comes with ends earlier, and what is written beyond it damages the data
 * of all parsers, silently at first.
 */
const STACK_BYTES = 16 * 1024 * 1024;

/** web-tree-sitter has one runtime a process, whoever asks for it, and takes the options of the first. */
const runtimes = new WeakMap<typeof Parser, Promise<ParserRuntime>>();

/** `wasm` has the bytes of the runtime; it is not asked where this process has one already. */
export function loadParserRuntime(wasm: () => Promise<Uint8Array>): Promise<ParserRuntime> {
  const known = runtimes.get(Parser);
  if (known) return known;
  const made = startRuntime(wasm);
  runtimes.set(Parser, made);
  return made;
}

async function startRuntime(wasm: () => Promise<Uint8Array>): Promise<ParserRuntime> {
  const module = await WebAssembly.compile(new Uint8Array(await wasm()));
  const { promise: started, resolve } = Promise.withResolvers<StackParts>();
  await Parser.init({
    // A hook of Emscripten: https://emscripten.org/docs/api_reference/module.html#Module.instantiateWasm
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      const instance = new WebAssembly.Instance(module, imports);
      resolve(partsOf(imports, instance));
      receive(instance, module);
      return {};
    },
  });
  const { pointer, allocate } = await started;
  const top = allocate(STACK_BYTES) + STACK_BYTES;
  // The ABI wants it at a multiple of 16; it grows downwards.
  const start = top - (top % 16);
  pointer.value = start;
  return {
    resetStack: () => {
      pointer.value = start;
    },
  };
}

interface StackParts {
  readonly pointer: WebAssembly.Global;
  /** Gives the address of so many bytes. */
  readonly allocate: (bytes: number) => number;
}

function partsOf(imports: WebAssembly.Imports, instance: WebAssembly.Instance): StackParts {
  const pointer = imports["env"]?.["__stack_pointer"];
  const { malloc } = instance.exports;
  if (!(pointer instanceof WebAssembly.Global) || typeof malloc !== "function")
    throw new Error("This version of web-tree-sitter keeps its stack elsewhere");
  return { pointer, allocate: (bytes) => Number(malloc(bytes)) };
}
