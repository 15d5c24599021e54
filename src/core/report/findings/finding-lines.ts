import type { Finding } from "#core/model/finding.ts";
import { placeText } from "#core/model/place.ts";
import { findingText } from "./finding-text.ts";
import type { Paint } from "../layout/paint.ts";
import { visible } from "../layout/visible.ts";
import { counted, oneLine } from "../layout/text-table.ts";

const ORDER = ["error", "warning", "information"];

/** Findings as lines, the worst first, each beginning with its place as compilers write it; no line where there is none. */
export function findingLines(written: readonly Finding[], paint: Paint): readonly string[] {
  const findings = visible(written);
  if (findings.length === 0) return [];
  const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return [
    paint.bold(counted(findings.length, "finding")),
    ...sorted.map((finding) => `  ${findingLine(finding, paint)}`),
  ];
}

/** `src/main.rs:12:5: warning: …` */
function findingLine(finding: Finding, paint: Paint): string {
  const place = finding.place === undefined ? "" : `${placeText(finding.place)}: `;
  const colour = { error: paint.red, warning: paint.yellow, information: paint.dim }[finding.severity];
  return `${place}${colour(finding.severity)}: ${oneLine(findingText(finding))}`;
}
