import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import { visibleLines } from "../layout/visible.ts";
import { findingText } from "./finding-text.ts";
import { pathInRepository } from "./report-place.ts";

/** A finding as an annotation under its code; `folder` as in `RunReport`. */
export function githubFinding(finding: Finding, folder: string): string {
  const kind = finding.severity === "information" ? "notice" : finding.severity;
  return githubCommand(kind, finding.code, findingText(finding), finding.place, folder);
}

/**
 * One of GitHub's workflow commands, which the log of a job turns into an annotation.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubCommand(
  kind: "error" | "warning" | "notice",
  title: string,
  message: string,
  place: Place | undefined,
  folder: string,
): string {
  const { start, end } = place?.range ?? {};
  const properties = [
    ...(place === undefined ? [] : [["file", pathInRepository(folder, place.file)]]),
    ...(start === undefined ? [] : [["line", String(start.line + 1)]]),
    ...(start === undefined || end === undefined ? [] : [["endLine", String(Math.max(start.line, end.line) + 1)]]),
    ...(start === undefined || start.line !== end?.line ? [] : [["col", String(start.character + 1)]]),
    ["title", title],
  ];
  const written = properties.map(([name, value = ""]) => `${name}=${escapedProperty(value)}`).join(",");
  return `::${kind} ${written}::${escapedMessage(message)}`;
}

/** As actions/toolkit writes them: `%` first, or the others' escapes would be escaped again. */
function escapedMessage(text: string): string {
  return visibleLines(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
