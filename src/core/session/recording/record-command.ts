import type { Ports, ProcessExit } from "#core/ports.ts";
import type { OpenLineListener } from "#core/ports/recording.ts";
import type { KeptRecording } from "#core/recording/keep-recording.ts";
import { readToldLine } from "#core/recording/read-told-line.ts";
import type { RecordedExchange } from "#core/recording/recorded-exchange.ts";
import { keepExchanges, type RecordingProject } from "#core/session/recording/recordings.ts";

interface RecordedCommand {
  readonly ports: Pick<Ports, "processes">;
  readonly openListener: OpenLineListener;
  /** For the shell. */
  readonly line: string;
  /** Absolute. */
  readonly folder: string;
  /** Absolute: where `portolan_pytest.py` lies. */
  readonly pluginFolder: string;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

/**
 * Runs a command that runs pytest, with the plug-in that tells what tests send to the app; what they sent becomes cases that wait to
 * be accepted, whether the tests passed or not. Runs the project's code.
 */
export async function recordCommand(
  given: RecordingProject,
  { ports, openListener, line, folder, pluginFolder, signal, onOutput }: RecordedCommand,
): Promise<{ readonly kept: KeptRecording; readonly exit: ProcessExit }> {
  const exchanges: RecordedExchange[] = [];
  const listener = await openListener((told) => void exchanges.push(...[readToldLine(told) ?? []].flat()));
  let exit: ProcessExit;
  try {
    const { environment } = given;
    const process = await ports.processes.start(
      {
        line,
        folder,
        world: { kind: "caller" },
        environment: {
          PORTOLAN_RECORD: listener.address,
          PYTHONPATH: [pluginFolder, environment["PYTHONPATH"]].filter(Boolean).join(":"),
          PYTEST_ADDOPTS: [environment["PYTEST_ADDOPTS"], "-p portolan_pytest"].filter(Boolean).join(" "),
        },
      },
      onOutput,
    );
    const stop = (): void => void process.dispose();
    signal.addEventListener("abort", stop, { once: true });
    exit = await process.exited;
    signal.removeEventListener("abort", stop);
    await process.dispose();
  } finally {
    await listener.dispose();
  }
  return { kept: await keepExchanges(given, { name: "tests", exchanges, leftOut: new Map() }), exit };
}
