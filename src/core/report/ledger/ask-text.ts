import type { Finding } from "#core/model/finding.ts";
import { findingLines } from "../findings/finding-lines.ts";
import { findingText } from "../findings/finding-text.ts";
import type { Paint } from "../layout/paint.ts";
import { counted } from "../layout/text-table.ts";

interface ShownSide {
  readonly side: string;
  readonly endpoints: number;
  readonly findings: readonly Finding[];
}

/** What the running code told of each side, for a terminal. Ends with a line feed. */
export function askText(sides: readonly ShownSide[], paint: Paint): string {
  const paragraphs = sides.map(({ side, endpoints, findings }) => {
    const verdict = findings.length === 0 ? paint.green("static reading says the same") : "";
    const title = `${paint.bold(side)}: the code has ${counted(endpoints, "endpoint")}${verdict && `; ${verdict}`}`;
    return [title, ...findingLines(findings, paint)].join("\n");
  });
  return `${paragraphs.join("\n\n")}\n`;
}

/** The same for machines; each finding with its sentence. */
export function askJson(sides: readonly ShownSide[]): string {
  const shown = sides.map(({ side, endpoints, findings }) => ({
    side,
    endpoints,
    findings: findings.map((finding) => ({ ...finding, text: findingText(finding) })),
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}
