import type { Position } from "#core/model/place.ts";

/** Where in a YAML text a cursor is, as far as its lines tell: the text may be half written. */
export interface YamlSpot {
  /** Keys from the root, `[]` for an item of a list; of a value, with its own key. */
  readonly path: readonly string[];
  readonly kind: "key" | "value";
  /** What stands between its beginning and the cursor. */
  readonly typed: string;
  /** Where that begins, in its line. */
  readonly start: number;
  /** The other keys of the mapping, with what is written behind them. */
  readonly siblings: ReadonlyMap<string, string>;
}

/** A key, or a dash (`[]`), at its column. */
interface Token {
  readonly column: number;
  readonly name: string;
  readonly value: string;
}

const DASH = "[]";

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\],-][^:#"'{}[\]]*?))\s*:(?:\s+(.*))?$/;

/** Block style, and mappings in braces that stand on one line. */
export function yamlSpotAt(text: string, { line, character }: Position): YamlSpot {
  const lines = text.split(/\r\n|\n|\r/);
  const before = (lines[line] ?? "").slice(0, character);
  const brace = /^(.*?)\{([^{}]*)$/.exec(before);
  if (brace !== null) return spotInBraces(lines, line, brace[1] ?? "", brace[2] ?? "");
  const tokens = tokensOf(before);
  const last = tokens.at(-1);
  const content = contentColumn(before);
  if (last !== undefined && last.name !== DASH && /:\s+\S*|:\s/.test(before.slice(last.column))) {
    const start = before.length - last.value.length;
    const siblings = siblingsAt(lines, line, last.column);
    return { path: pathTo(lines, line, tokens), kind: "value", typed: last.value, start, siblings };
  }
  const path = pathTo(
    lines,
    line,
    tokens.filter(({ name }) => name === DASH),
    content,
  );
  return {
    path,
    kind: "key",
    typed: before.slice(content),
    start: content,
    siblings: siblingsAt(lines, line, content),
  };
}

function spotInBraces(lines: readonly string[], line: number, outside: string, inside: string): YamlSpot {
  const path = pathTo(lines, line, tokensOf(outside.trimEnd()), contentColumn(outside));
  const parts = inside.split(",");
  const siblings = new Map(
    parts.slice(0, -1).map((part) => {
      const [key = "", ...rest] = part.split(":");
      return [key.trim(), rest.join(":").trim()] as const;
    }),
  );
  const current = parts.at(-1) ?? "";
  const end = outside.length + 1 + inside.length;
  const [, key, value = ""] = /^\s*([^:]*?)\s*:\s+(.*)$/.exec(current) ?? [];
  const typed = key === undefined ? current.trimStart() : value;
  const isKey = key === undefined;
  return {
    path: isKey ? path : [...path, key],
    kind: isKey ? "key" : "value",
    typed,
    start: end - typed.length,
    siblings,
  };
}

/** The path of what follows these tokens of a line; `column` is where it begins, where it is no token itself. */
function pathTo(lines: readonly string[], line: number, tokens: readonly Token[], column?: number): readonly string[] {
  const path = tokens.map(({ name }) => name);
  let limit = tokens[0]?.column ?? column ?? 0;
  let isDash = tokens[0]?.name === DASH;
  for (let at = line - 1; at >= 0 && limit >= 0; at--) {
    for (const token of tokensOf(lines[at] ?? "").toReversed()) {
      // A list may stand at the column of its key.
      const isAbove = token.column < limit || (isDash && token.name !== DASH && token.column === limit);
      if (!isAbove) continue;
      path.unshift(token.name);
      limit = token.column;
      isDash = token.name === DASH;
    }
  }
  return path;
}

/** The keys at a column, up and down to what stands further left. */
function siblingsAt(lines: readonly string[], line: number, column: number): ReadonlyMap<string, string> {
  const siblings = new Map<string, string>();
  const look = (at: number): boolean => {
    const tokens = tokensOf(lines[at] ?? "");
    const own = tokens.find((token) => token.column === column && token.name !== DASH);
    if (own !== undefined && at !== line) siblings.set(own.name, own.value);
    return tokens.some((token) => token.column < column);
  };
  if (!look(line)) for (let at = line - 1; at >= 0; at--) if (look(at)) break;
  for (let at = line + 1; at < lines.length; at++) {
    const first = tokensOf(lines[at] ?? "")[0];
    if (first !== undefined && first.column < column) break;
    look(at);
  }
  return siblings;
}

function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let column = line.length - line.trimStart().length;
  for (;;) {
    const rest = line.slice(column);
    const dash = /^-(\s+|$)/.exec(rest);
    if (dash === null) break;
    tokens.push({ column, name: DASH, value: "" });
    column += dash[0].length;
  }
  const [, double, single, plain, value = ""] = KEY.exec(line.slice(column)) ?? [];
  const name = double ?? single ?? plain;
  if (name !== undefined) tokens.push({ column, name, value });
  return tokens;
}

function contentColumn(before: string): number {
  return /^\s*(?:-\s+)*/.exec(before)?.[0].length ?? 0;
}
