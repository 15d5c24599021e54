import type { GateResult } from "#core/model/gates/gate.ts";
import { placeText } from "#core/model/place.ts";
import { findingText } from "../findings/finding-text.ts";
import { markdownCode, markdownPlain, markdownSentence } from "../layout/markdown-text.ts";
import { type GateReport, gateCounts, outcomeWords } from "./gate-report.ts";

/** A comment on GitHub takes 65,536 characters. */
const MOST_FINDINGS = 40;

/** Gates as Markdown for a comment on a pull request: a line a gate, its findings below it, what was looked at folded away. */
export function gateMarkdown({ results }: GateReport): string {
  return `${[`## Gates: ${gateCounts(results).replace(/^\d+ gates?: /, "")}`, ...results.map((result) => section(result))].join("\n\n")}\n`;
}

function section(result: GateResult): string {
  const { name, outcome, checked, findings } = result;
  const reason = outcome.kind === "not-run" ? `\n\n${markdownSentence(outcome.reason)}` : "";
  const shown = findings.slice(0, MOST_FINDINGS).map((finding) => {
    const place = finding.place === undefined ? "" : `${markdownCode(placeText(finding.place))}: `;
    return `- ${place}${finding.severity}: ${markdownSentence(findingText(finding).split("\n")[0] ?? "")}`;
  });
  const hidden = findings.length - shown.length;
  const lines = [
    ...shown,
    ...(hidden > 0 ? [`- and ${hidden} more`] : []),
    ...(checked.length === 0
      ? []
      : [
          "",
          "<details><summary>What was looked at</summary>",
          "",
          ...checked.map((text) => `- ${markdownPlain(text)}`),
          "",
          "</details>",
        ]),
  ];
  return `### ${outcomeWords(result)}: ${markdownCode(name)}${reason}${lines.length === 0 ? "" : `\n\n${lines.join("\n")}`}`;
}
