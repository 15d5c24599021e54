import type { JsonNode } from "./json-tree.ts";
import type { UnnumberedLine } from "./row.ts";

/** Where a value stands: what comes before and after it on its lines. */
export interface LinePlace {
  readonly depth: number;
  readonly name?: string;
  readonly hasComma: boolean;
}

/** A value over as many lines as it takes, every scalar and name spelt as it came. An empty container is one line. */
export function jsonLines(node: JsonNode, place: LinePlace): readonly UnnumberedLine[] {
  const lines: UnnumberedLine[] = [];
  pushLines(lines, node, place);
  return lines;
}

function pushLines(lines: UnnumberedLine[], node: JsonNode, place: LinePlace): void {
  const { depth, hasComma } = place;
  const start = { depth, ...(place.name !== undefined && { name: place.name }) };
  if (node.kind === "scalar") {
    lines.push({ ...start, text: node.text, hasComma });
    return;
  }
  if (node.kind === "omitted") {
    lines.push({ depth, text: omittedText(node.count), hasComma: false });
    return;
  }
  const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
  const count = node.kind === "object" ? node.members.length : node.elements.length;
  if (count === 0) {
    lines.push({ ...start, text: open + close, hasComma });
    return;
  }
  lines.push({ ...start, text: open, hasComma: false });
  if (node.kind === "object") {
    for (const [at, member] of node.members.entries()) {
      pushLines(lines, member.value, { depth: depth + 1, name: member.nameText, hasComma: at < count - 1 });
    }
  } else {
    for (const [at, element] of node.elements.entries()) {
      pushLines(lines, element, { depth: depth + 1, hasComma: at < count - 1 });
    }
  }
  lines.push({ depth, text: close, hasComma });
}

/** `… 12 values left out` */
function omittedText(count: number): string {
  return `… ${count.toLocaleString("en")} ${count === 1 ? "value" : "values"} left out`;
}
