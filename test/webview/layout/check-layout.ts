import { type Difference, type DifferenceClass } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import { foldRows } from "../../../src/webview/layout/fold-rows.ts";
import { type ComparedBodies, layOutBodies } from "../../../src/webview/layout/lay-out-bodies.ts";
import type { Line, Row } from "../../../src/webview/layout/row.ts";
import { unifyRows } from "../../../src/webview/layout/unify-rows.ts";

/** `value /a /a` (both sides), `missing /a -` (Python only), `extra - /a`; `spelling~ …` is cosmetic. */
function difference(text: string): Difference {
  const [name = "", python = "-", rust = "-"] = text.split(" ");
  return {
    class: name.replace("~", "") as DifferenceClass,
    severity: name.endsWith("~") ? "cosmetic" : "breaking",
    part: "body",
    pointers: { ...(python !== "-" && { python }), ...(rust !== "-" && { rust }) },
    values: {},
  };
}

/** An exchange with a JSON text, or any other outcome's body. */
export function exchange(body: string | AnswerBody): Exchange {
  return {
    request: { method: "GET", url: "http://127.0.0.1/", headers: [] },
    outcome: {
      kind: "answer",
      status: 200,
      headers: [],
      body: typeof body === "string" ? { kind: "text", text: body } : body,
      durationMs: 1,
    },
  };
}

/** What the layout needs of a case that differs. */
export function bodies(
  python: Exchange | undefined,
  rust: Exchange | undefined,
  differences: readonly string[] = [],
): ComparedBodies {
  return {
    verdict: "differs",
    exchanges: { ...(python && { python }), ...(rust && { rust }) },
    differences: differences.map(difference),
  };
}

/** Two bodies and their differences → the rows as text: mark, Python, Rust, the differences that stand there. */
export function checkLayout(python: string, rust: string, ...differences: readonly string[]): string {
  return rowsText(layOutBodies(bodies(exchange(python), exchange(rust), differences)));
}

export function rowsText(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => lineText(row.python).length), 0);
  return rows
    .map((row) => {
      const found = row.differences.length > 0 ? ` ← ${row.differences.join(",")}` : "";
      return `${SIGNS[row.mark]} ${lineText(row.python).padEnd(width)} | ${lineText(row.rust)}${found}`.trimEnd();
    })
    .join("\n");
}

/** As `checkLayout`, folded and in one column. */
export function checkUnified(python: string, rust: string, ...differences: readonly string[]): string {
  const rows = layOutBodies(bodies(exchange(python), exchange(rust), differences));
  return unifyRows(rows, foldRows(rows, new Set()))
    .map((item) => {
      if (item.kind === "fold") return `⋯ ${item.count} equal lines`;
      const row = rows[item.row];
      return `${row?.mark === "equal" ? " " : SIDE_SIGNS[item.side]} ${lineText(row?.[item.side])}`;
    })
    .join("\n");
}

const SIGNS = { equal: " ", differs: "!", tolerated: "≈", unjudged: "?" } as const;

const SIDE_SIGNS: Readonly<Record<Side, string>> = { python: "−", rust: "+" };

function lineText(line: Line | undefined): string {
  if (line === undefined) return "·";
  const name = line.name === undefined ? "" : `${line.name}: `;
  return `${"  ".repeat(line.depth)}${name}${line.text}${line.hasComma ? "," : ""}`;
}
