import type { Selection } from "#core/model/session.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { runText, runTextInFull } from "#core/report/run/run-text.ts";
import { createFiles } from "#host/files/files.ts";
import { folderInRepository } from "#host/files/find-repository.ts";
import { readPageAssets } from "#host/page-assets.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { collectRun } from "./collect-run.ts";
import { createProgress } from "./progress.ts";
import { type ReportKind, reportTargets, runReportText, writeReports } from "./report-files.ts";
import { selectionOf } from "./selection.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface CheckOptions {
  readonly project?: string;
  /** As the user wrote them. */
  readonly endpoints: readonly string[];
  readonly milestone?: string;
  /** As the user wrote them: `junit=FILE`. */
  readonly reports: readonly string[];
  readonly isVerbose: boolean;
  readonly savesVerdicts: boolean;
  readonly isGeneratingCases: boolean;
  /** With the Rust server as `gates.release` builds and starts it. */
  readonly isReleased: boolean;
  /** Other hosts than this one to which requests may go. */
  readonly hosts: readonly string[];
}

/**
 * `portolan check`: runs parity, prints what came out and writes the reports that were asked for; progress goes to
 * standard error. A report on standard output takes the place of the text, but for GitHub's annotations, which follow
 * it into the log. Ctrl-C cancels the run and still ends what was started.
 */
export async function checkCommand(options: CheckOptions): Promise<number> {
  const selection = selectionOf(options);
  const targets = reportTargets(options.reports);
  const project = openProject(options);
  try {
    const { session } = project;
    const progress = createProgress(process.stderr);
    const run = await collectRun(session, selection, stopSignals(), progress.show);
    progress.end();
    const report = { ...run, folder: folderInRepository(project.folder) };
    const print = (text: string): void => void process.stdout.write(text);
    if (targets.every(({ kind, file }) => file !== "-" || kind === "github")) {
      const toText = options.isVerbose ? runTextInFull : runText;
      print(toText(report, terminalPaint(process.stdout)));
    }
    const makeText = (kind: ReportKind): Promise<string> =>
      runReportText(kind, report, () => readPageAssets(import.meta.url));
    await writeReports(targets, makeText, { files: createFiles(process.cwd()), print });
    return exitCode(report, selection);
  } finally {
    await project.dispose();
  }
}

/**
 * An endpoint that is not ported, or has no case, is a finding where it was asked for, by name or by its milestone; so is what the run
 * found wrong beside differences, such as a rule that hit nothing.
 */
function exitCode({ ended, findings }: RunReport, selection: Selection): number {
  if (ended.outcome.kind !== "completed") return EXIT.couldNotRun;
  const { endpoints, cases, unported } = ended.totals;
  // An endpoint fails also where none of its cases was reached; what belongs to no endpoint is counted by its cases alone.
  const hasFindings =
    cases.differs > 0 ||
    cases.failed > 0 ||
    endpoints.failed > 0 ||
    findings.some(({ severity }) => severity === "error") ||
    (selection.kind !== "all" && unported.length > 0);
  if (hasFindings) return EXIT.findings;
  return cases.match === 0 ? EXIT.couldNotRun : EXIT.clean;
}
