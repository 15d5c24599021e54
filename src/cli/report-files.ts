import type { PageAssets } from "#core/model/page-assets.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Files } from "#core/ports.ts";
import { runGithub } from "#core/report/run/run-github.ts";
import { runHtml } from "#core/report/run/run-html.ts";
import { runJson } from "#core/report/run/run-json.ts";
import { runJunit } from "#core/report/run/run-junit.ts";
import { runMarkdown } from "#core/report/run/run-markdown.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { runSarif } from "#core/report/run/run-sarif.ts";

/** The forms of a report, by the names that `--report` takes. */
export const REPORT_KINDS = ["json", "junit", "sarif", "markdown", "html", "github"] as const;

export type ReportKind = (typeof REPORT_KINDS)[number];

/** A report to write: `file` is absolute or relative to the current folder, `-` is standard output. */
export interface ReportTarget {
  readonly kind: ReportKind;
  readonly file: string;
}

/**
 * Reads `junit=out/parity.xml` and the like. Throws a UserError for what is not so, and where two reports want
 * standard output or the same file.
 */
export function reportTargets(texts: readonly string[]): readonly ReportTarget[] {
  const targets = texts.map((text): ReportTarget => {
    const [name, file] = splitAtFirst(text, "=");
    const kind = REPORT_KINDS.find((known) => known === name);
    if (kind === undefined)
      throw new UserError(
        `"${name}" is not a kind of report; write --report KIND=FILE with ${REPORT_KINDS.join(", ")}.`,
      );
    if (file === "")
      throw new UserError(`--report ${kind} needs a file: --report ${kind}=FILE, or - for standard output.`);
    return { kind, file };
  });
  const files = targets.map(({ file }) => file);
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice !== undefined)
    throw new UserError(
      `Two reports cannot both go to ${twice === "-" ? "standard output" : twice}; give each its own.`,
    );
  return targets;
}

/** What a report is written with. */
export interface ReportOutput {
  readonly files: Files;
  readonly print: (text: string) => void;
}

/** Writes reports: all that can be, then a UserError names each that could not be. */
export async function writeReports(
  targets: readonly ReportTarget[],
  makeText: (kind: ReportKind) => Promise<string>,
  { files, print }: ReportOutput,
): Promise<void> {
  const failures: string[] = [];
  for (const { kind, file } of targets) {
    try {
      const text = await makeText(kind).catch((error: unknown) => cannotMake(kind, error));
      if (file === "-") print(text);
      else await files.write(file, text).catch((error: unknown) => cannotWrite(file, error));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UserError(failures.join("\n"));
}

/** A run as a report; `assets` gives the page's script and style. */
export async function runReportText(
  kind: ReportKind,
  report: RunReport,
  assets: () => Promise<PageAssets>,
): Promise<string> {
  switch (kind) {
    case "json":
      return runJson(report);
    case "junit":
      return runJunit(report);
    case "sarif":
      return runSarif(report);
    case "markdown":
      return runMarkdown(report);
    case "github":
      return runGithub(report);
    case "html":
      return runHtml(report, await assets());
  }
}

/** A run of very large bodies may be more than a text of JavaScript can hold. */
function cannotMake(kind: ReportKind, error: unknown): never {
  if (!(error instanceof RangeError) || error.message !== "Invalid string length") throw error;
  const mend = "name fewer endpoints, or ask for smaller answers";
  throw new UserError(`The ${kind} report would be longer than 512 MB; ${mend}.`, { cause: error });
}

function cannotWrite(file: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new UserError(`The report ${file} cannot be written: ${reason}.`, { cause: error });
}

function splitAtFirst(text: string, separator: string): readonly [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
