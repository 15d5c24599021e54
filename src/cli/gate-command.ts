import type { GateResult } from "#core/model/gates/gate.ts";
import { gateGithub } from "#core/report/gate/gate-github.ts";
import { gateHtml } from "#core/report/gate/gate-html.ts";
import { gateJson } from "#core/report/gate/gate-json.ts";
import { gateJunit } from "#core/report/gate/gate-junit.ts";
import { gateMarkdown } from "#core/report/gate/gate-markdown.ts";
import type { GateReport } from "#core/report/gate/gate-report.ts";
import { gateSarif } from "#core/report/gate/gate-sarif.ts";
import { gateText } from "#core/report/gate/gate-text.ts";
import { verifyRelease } from "#core/session/gates/verify-release.ts";
import { createFiles } from "#host/files/files.ts";
import { folderInRepository } from "#host/files/find-repository.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { type ReportKind, reportTargets, writeReports } from "./report-files.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface GateOptions {
  readonly project?: string;
  /** All where none is named. */
  readonly names: readonly string[];
  /** As the user wrote them: `junit=FILE`. */
  readonly reports: readonly string[];
}

/**
 * `portolan gate`: runs gates, prints what each came to and writes the reports that were asked for; what is being done goes to
 * standard error. A report on standard output takes the place of the text, as in `check`. Exit 1 where one failed, 2 where
 * none could be run.
 */
export async function gateCommand({ names, reports, ...options }: GateOptions): Promise<number> {
  const targets = reportTargets(reports);
  const project = openProject(options);
  try {
    const results = await project.session.gates(names, stopSignals(), (event) => {
      if (event.kind === "gate-step") process.stderr.write(`${event.name}: ${event.text}\n`);
    });
    const report = { results, folder: folderInRepository(project.folder) };
    const print = (text: string): void => void process.stdout.write(text);
    if (targets.every(({ kind, file }) => file !== "-" || kind === "github")) {
      print(gateText(results, terminalPaint(process.stdout)));
    }
    await writeReports(targets, (kind) => reportText(kind, report), { files: createFiles(process.cwd()), print });
    return exitCode(results);
  } finally {
    await project.dispose();
  }
}

async function reportText(kind: ReportKind, report: GateReport): Promise<string> {
  switch (kind) {
    case "json":
      return gateJson(report.results);
    case "junit":
      return gateJunit(report);
    case "sarif":
      return gateSarif(report);
    case "markdown":
      return gateMarkdown(report);
    case "github":
      return gateGithub(report);
    case "html":
      return gateHtml(report);
  }
}

function exitCode(results: readonly GateResult[]): number {
  if (results.some(({ outcome }) => outcome.kind === "failed")) return EXIT.findings;
  return results.some(({ outcome }) => outcome.kind === "passed") ? EXIT.clean : EXIT.couldNotRun;
}

export interface VerifyOptions {
  /** Relative to the current folder, as the others. */
  readonly file: string;
  readonly binary?: string;
  readonly contract?: string;
}

/**
 * `portolan gate release --verify`: whether a program and a contract are those of a release. Runs nothing and needs no project. Exit 1
 * where one is another, 2 where the file is no release.
 */
export async function verifyCommand({ file, binary, contract }: VerifyOptions): Promise<number> {
  const files = createFiles(process.cwd());
  const results = await verifyRelease(
    { files, binaryFiles: files },
    { file, ...(binary !== undefined && { binary }), ...(contract !== undefined && { contract }) },
  );
  for (const { what, file: at, isSame, sha256, released } of results) {
    const found = sha256 === undefined ? "is not there" : `is another one: its SHA-256 is ${sha256}`;
    const text = isSame ? "is that of the release" : `${found}, the release's ${released}`;
    process.stdout.write(`${isSame ? "✓" : "✗"} ${what} ${at} ${text}.\n`);
  }
  return results.every(({ isSame }) => isSame) ? EXIT.clean : EXIT.findings;
}
