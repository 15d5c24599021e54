import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import type { ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { OwnedProcess, ProcessExit } from "#core/ports.ts";

import { abortable } from "../abortable.ts";
import { BuildReader } from "../output/build-reader.ts";
import { type CompilerPath, type FoundProblem, withJsonMessages } from "../output/cargo-messages.ts";
import type { OwnFile } from "../output/find-crashes.ts";
import type { Preparation } from "../preparation.ts";
import { hasPlaceholder } from "./placeholders.ts";
import { exitText } from "./server-text.ts";

/** What a server is made ready by: a command that finds mistakes soon, and the build. */
const STEPS = ["check", "build"] as const;

type BuildStep = (typeof STEPS)[number];

/**
 * Runs the side's `check` and then its `build`, as far as it has them, and tells each error of the compiler at its place as
 * soon as it is printed. Throws a UserError with the first of them and the last output where a command fails; the next is
 * not begun.
 */
export async function buildServer(side: Side, settings: ServerSettings, preparation: Preparation): Promise<void> {
  if (settings.attach !== undefined) return;
  for (const step of STEPS) {
    const line = settings[step];
    if (line !== undefined) await runBuildStep(step, line, { side, settings, preparation });
  }
}

interface Given {
  readonly side: Side;
  readonly settings: ServerSettings;
  readonly preparation: Preparation;
}

async function runBuildStep(step: BuildStep, written: string, { side, settings, preparation }: Given): Promise<void> {
  const { ports, signal, emit } = preparation;
  emit({ kind: "preparing", side, step });
  const asked = withJsonMessages(written);
  const line = asked ?? written;
  if (asked !== undefined) {
    emit({ kind: "output", side, text: `${step === "check" ? "Checking" : "Building"} with: ${line}` });
  }
  const reader = new BuildReader({
    hasMessages: asked !== undefined,
    pathOf: pathIn(settings.folder, preparation.ownFiles?.[side]),
  });
  const problems: FoundProblem[] = [];
  // Port and database are not known yet; what needs them is for the server alone.
  const environment = Object.entries(settings.environment).filter(([, value]) => !hasPlaceholder(value));
  const build = await ports.processes.start(
    { line, folder: settings.folder, world: { kind: "caller" }, environment: Object.fromEntries(environment) },
    (text, stream = "output") => {
      const output = reader.push(text, stream);
      for (const each of output.texts) emit({ kind: "output", side, text: each });
      for (const problem of output.problems) emit({ kind: "build-problem", problem: { side, ...problem } });
      problems.push(...output.problems);
    },
  );
  try {
    const exit = await telling(build, reader, { side, step }, preparation, signal);
    if (exit.code !== 0) {
      throw new UserError(
        `The ${step} of the ${SIDE_NAMES[side]} server failed: \`${written}\` in ${settings.folder} ${exitText(exit)}.${problemsText(problems)}${lastLinesText(reader)}`,
      );
    }
  } finally {
    await build.dispose();
  }
}

const TICK_MS = 1_000;

/** Waits for the end of a command, and tells each second how far it is. */
async function telling(
  build: OwnedProcess,
  reader: BuildReader,
  { side, step }: { readonly side: Side; readonly step: BuildStep },
  { ports, emit }: Preparation,
  signal: AbortSignal,
): Promise<ProcessExit> {
  const start = ports.clock.elapsed();
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const ticks = async (): Promise<never> => {
    for (;;) {
      await ports.clock.sleep(TICK_MS, stop);
      const seconds = Math.round((ports.clock.elapsed() - start) / 1000);
      emit({ kind: "preparing", side, step, build: { crates: reader.crates, seconds } });
    }
  };
  // Ends with the build, by its own signal.
  void ticks().catch(() => undefined);
  try {
    return await abortable(build.exited, signal);
  } finally {
    over.abort();
  }
}

/** Compilers name files as they stand in the workspace, most often below the server's folder. */
function pathIn(folder: string, ownFile: OwnFile | undefined): CompilerPath {
  const below = folder === "." || folder === "" ? "" : `${folder.replace(/\/$/, "")}/`;
  return (printed) => ownFile?.(printed) ?? (printed.startsWith("/") ? printed : below + printed.replace(/^\.\//, ""));
}

/** The first error with its place, and how many more there are. */
function problemsText(problems: readonly FoundProblem[]): string {
  const [first, ...more] = problems;
  if (first === undefined) return "";
  const code = first.code === undefined ? "" : ` (${first.code})`;
  const rest = more.length === 0 ? "" : `, and ${more.length} more ${more.length === 1 ? "error" : "errors"}`;
  return ` ${placeText(first.place)}: ${first.message}${code}${rest}.`;
}

function lastLinesText({ lastLines }: BuildReader): string {
  return lastLines === "" ? " It printed nothing." : ` It printed last:\n${lastLines}`;
}
