/**
 * SQL as one form of all spellings of the same: one blank between words, keywords and plain names in lower case, quotes
 * of names, casts of literals and needless outer parentheses taken away.
 */
export function plainSql(sql: string): string {
  return withoutOuterParentheses(tokensOf(sql.replaceAll(CAST, "")).map(plainToken)).join(" ");
}

/** PostgreSQL prints the type of each literal: `'a'::text`, `ARRAY['a'::character varying]::text[]`. */
const CAST =
  /::(?:"[^"]+"|[a-z_]\w*(?: (?:varying|precision|with(?:out)? time zone))*)(?:\(\d+(?:, ?\d+)?\))?(?:\[\])*/gi;

function tokensOf(sql: string): readonly string[] {
  return [...sql.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[A-Za-z_]\w*\]|[\w.]+|[<>=!|]{2}|\S/g)].map(
    ([token]) => token,
  );
}

function plainToken(token: string): string {
  if (token.startsWith("'")) return token;
  const name = /^(?:"([^"]*)"|`([^`]*)`|\[([A-Za-z_]\w*)\])$/.exec(token);
  return (name?.[1] ?? name?.[2] ?? name?.[3] ?? token).toLowerCase();
}

function withoutOuterParentheses(tokens: readonly string[]): readonly string[] {
  let inner = tokens;
  while (inner[0] === "(" && closes(inner) === inner.length - 1) inner = inner.slice(1, -1);
  return inner;
}

/** Where the parenthesis that the tokens begin with is closed. */
function closes(tokens: readonly string[]): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    return depth === 0;
  });
}
