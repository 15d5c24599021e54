/** The conditions of all CHECK constraints of a CREATE TABLE statement, without their outer parentheses. */
export function checksIn(sql: string): readonly string[] {
  const found: string[] = [];
  const tokens = tokensOf(sql);
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.toUpperCase() !== "CHECK") continue;
    const inner = parenthesised(tokens, at + 1);
    if (inner !== undefined) found.push(inner.join(" "));
  }
  return found;
}

/** The expression of a generated column. */
export function generatedIn(sql: string, column: string): string | undefined {
  const tokens = tokensOf(sql);
  const start = tokens.findIndex((token) => unquoted(token) === column);
  const as = tokens.findIndex((token, at) => at > start && token.toUpperCase() === "AS");
  return start < 0 || as < 0 ? undefined : parenthesised(tokens, as + 1)?.join(" ");
}

/** Words, quoted names and texts, and single signs; comments and blanks are left out. */
function tokensOf(sql: string): readonly string[] {
  return [
    ...sql.matchAll(
      /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[\w.]+|[<>=!|]{2}|\S/g,
    ),
  ].flatMap(([token]) => (/^(?:--|\/\*)/.test(token) ? [] : [token]));
}

/** What stands between the parenthesis at `start` and the one that closes it. */
function parenthesised(tokens: readonly string[], start: number): readonly string[] | undefined {
  if (tokens[start] !== "(") return undefined;
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    if (tokens[at] === "(") depth += 1;
    if (tokens[at] === ")") depth -= 1;
    if (depth === 0) return tokens.slice(start + 1, at);
  }
  return undefined;
}

function unquoted(token: string): string {
  return /^["`[]/.test(token) ? token.slice(1, -1).replaceAll('""', '"') : token;
}
