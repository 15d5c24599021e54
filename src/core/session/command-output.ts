import { UserError } from "#core/model/user-error.ts";
import type { Command, Ports } from "#core/ports.ts";

/** Longer lines come in pieces of this length. */
const LINE_LIMIT = 16 * 1024;

/**
 * Runs a command to its end and gives what it wrote to its standard output. Throws a UserError where it fails or takes
 * longer than `limitMs` milliseconds; ends it then, and when `signal` aborts.
 */
export async function outputOf(
  { processes, clock }: Pick<Ports, "processes" | "clock">,
  command: Command,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<string> {
  const shown = command.line.length > 80 ? `${command.line.slice(0, 80)}…` : command.line;
  signal.throwIfAborted();
  let output = "";
  const owned = await processes.start(command, (text, stream) => {
    if (stream === "error") return;
    for (const line of text.split("\n")) output += line.length === LINE_LIMIT ? line : `${line}\n`;
  });
  const limit = new AbortController();
  try {
    const isOver = clock.sleep(limitMs, AbortSignal.any([signal, limit.signal])).then(
      () => true,
      // Aborted: by the user, or because the command has ended.
      () => false,
    );
    const exit = await Promise.race([owned.exited, isOver]);
    signal.throwIfAborted();
    if (typeof exit === "boolean") {
      throw new UserError(`\`${shown}\` did not end within ${limitMs / 1000} s and was stopped.`);
    }
    if (exit.code !== 0) {
      throw new UserError(`\`${shown}\` failed (${exit.code ?? exit.signal}):\n${owned.lastOutput()}`);
    }
    return output;
  } finally {
    limit.abort();
    await owned.dispose();
  }
}
