/** A stream of the process that may be closed by who reads it. */
interface Output {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Listens for what happens to the process's output. That the reader has gone (`check | head`) is no fault: what is left to
 * write is nobody's. Anything else, such as a full disk, is what `fault` says afterwards.
 */
export function watchOutput(outputs: readonly Output[]): { readonly fault: () => string | undefined } {
  let fault: string | undefined;
  for (const output of outputs) {
    output.on("error", (error) => {
      const code = "code" in error ? error.code : undefined;
      if (code !== "EPIPE" && code !== "ERR_STREAM_DESTROYED")
        fault ??= code === "ENOSPC" ? "the disk is full" : error.message;
    });
  }
  return { fault: () => fault };
}
