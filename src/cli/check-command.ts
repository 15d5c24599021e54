import { parseEndpoint } from "#core/model/endpoint.ts";
import type { Selection } from "#core/model/session.ts";
import { UserError } from "#core/model/user-error.ts";
import { runJson } from "#core/report/run-json.ts";
import type { RunReport } from "#core/report/run-report.ts";
import { runText } from "#core/report/run-text.ts";
import { stopSignals } from "#host/stop-signals.ts";

import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { collectRun } from "./collect-run.ts";
import { createProgress } from "./progress.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface CheckOptions {
  readonly project?: string;
  /** As the user wrote them. */
  readonly endpoints: readonly string[];
  readonly milestone?: string;
  readonly isJson: boolean;
  readonly savesVerdicts: boolean;
}

/**
 * `portolan check`: runs parity and prints the report; progress goes to standard error. Ctrl-C cancels the run and
 * still ends what was started.
 */
export async function checkCommand(options: CheckOptions): Promise<number> {
  const selection = selectionOf(options);
  const project = openProject(options);
  try {
    const { session } = project;
    const progress = createProgress(process.stderr);
    const report = await collectRun(session, selection, stopSignals(), progress.show);
    progress.end();
    process.stdout.write(options.isJson ? runJson(report) : runText(report, terminalPaint(process.stdout)));
    return exitCode(report, selection);
  } finally {
    await project.dispose();
  }
}

function selectionOf({ endpoints, milestone }: CheckOptions): Selection {
  if (milestone !== undefined && endpoints.length > 0) throw new UserError("Name endpoints or a milestone, not both.");
  if (milestone !== undefined) return { kind: "milestone", name: milestone };
  if (endpoints.length === 0) return { kind: "all" };
  return {
    kind: "endpoints",
    endpoints: endpoints.map((text) => {
      const endpoint = parseEndpoint(text);
      if (endpoint === undefined)
        throw new UserError(
          `"${text}" is not an endpoint; write a method and a path, as in 'GET /api/nodes/{node_id}'.`,
        );
      return endpoint.key;
    }),
  };
}

/** An endpoint that is not ported is a finding where it was asked for, by name or by its milestone. */
function exitCode({ ended }: RunReport, selection: Selection): number {
  if (ended.outcome.kind !== "completed") return EXIT.couldNotRun;
  const { endpoints, unported } = ended.totals;
  const hasFindings =
    endpoints.differs > 0 || endpoints.failed > 0 || (selection.kind !== "all" && unported.length > 0);
  if (hasFindings) return EXIT.findings;
  return endpoints.match === 0 ? EXIT.couldNotRun : EXIT.clean;
}
