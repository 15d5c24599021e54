import { gateJson } from "#core/report/gate/gate-json.ts";
import { gateText } from "#core/report/gate/gate-text.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface GateOptions {
  readonly project?: string;
  /** All where none is named. */
  readonly names: readonly string[];
  readonly isJson: boolean;
}

/**
 * `portolan gate`: runs gates and prints what each came to; what is being done goes to standard error. Exit 1 where one
 * failed, 2 where none could be run.
 */
export async function gateCommand({ names, isJson, ...options }: GateOptions): Promise<number> {
  const project = openProject(options);
  try {
    const results = await project.session.gates(names, stopSignals(), (event) => {
      if (event.kind === "gate-step") process.stderr.write(`${event.name}: ${event.text}\n`);
    });
    process.stdout.write(isJson ? gateJson(results) : gateText(results, terminalPaint(process.stdout)));
    if (results.some(({ outcome }) => outcome.kind === "failed")) return EXIT.findings;
    return results.some(({ outcome }) => outcome.kind === "passed") ? EXIT.clean : EXIT.couldNotRun;
  } finally {
    await project.dispose();
  }
}
