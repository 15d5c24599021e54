import { UserError } from "#core/model/user-error.ts";
import type { Command, Ports, ProcessExit } from "#core/ports.ts";

/** Longer lines come in pieces of this length. */
const LINE_LIMIT = 16 * 1024;

/** How long a command may take, and what ends it before. */
interface CommandLimits {
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a command to its end and gives what it wrote to its standard output. Throws a UserError where it fails or takes
 * longer than `limitMs` milliseconds; ends it then, and when `signal` aborts.
 */
export async function outputOf(
  ports: Pick<Ports, "processes" | "clock">,
  command: Command,
  limits: CommandLimits,
): Promise<string> {
  let output = "";
  const { exit, lastOutput } = await runToEnd(ports, command, limits, (text, stream) => {
    if (stream !== "error") output += text;
  });
  if (exit.code === 0) return output;
  throw new UserError(`\`${shortLine(command)}\` failed (${exit.code ?? exit.signal}):\n${lastOutput}`);
}

/**
 * Runs a command to its end and gives the first lines of what it wrote, both streams in the order in which they came, where it
 * failed; undefined where it did not. Throws and ends it as `outputOf` does.
 */
export async function complaintOf(
  ports: Pick<Ports, "processes" | "clock">,
  command: Command,
  limits: CommandLimits,
): Promise<string | undefined> {
  let first = "";
  const { exit } = await runToEnd(ports, command, limits, (text) => {
    if (first.length < FIRST_LENGTH) first += text;
  });
  if (exit.code === 0) return undefined;
  const lines = first.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? `It ended with ${exit.code ?? exit.signal}.` : lines.slice(0, FIRST_LINES).join("\n");
}

/** As much as a finding shows of a command's output. */
const FIRST_LENGTH = 4096;
const FIRST_LINES = 5;

async function runToEnd(
  { processes, clock }: Pick<Ports, "processes" | "clock">,
  command: Command,
  { limitMs, signal }: CommandLimits,
  onOutput: (text: string, stream?: "output" | "error") => void,
): Promise<{ readonly exit: ProcessExit; readonly lastOutput: string }> {
  signal.throwIfAborted();
  const owned = await processes.start(command, (text, stream) => {
    const lines = text.split("\n").map((line) => (line.length === LINE_LIMIT ? line : `${line}\n`));
    onOutput(lines.join(""), stream);
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
      throw new UserError(`\`${shortLine(command)}\` did not end within ${limitMs / 1000} s and was stopped.`);
    }
    return { exit, lastOutput: owned.lastOutput() };
  } finally {
    limit.abort();
    await owned.dispose();
  }
}

function shortLine({ line }: Command): string {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
