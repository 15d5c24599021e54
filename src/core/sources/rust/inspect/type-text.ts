/** A Rust type as its text says, without lifetimes and references. */
export type TypeText =
  | { readonly kind: "path"; readonly segments: readonly string[]; readonly args: readonly TypeText[] }
  | { readonly kind: "tuple"; readonly items: readonly TypeText[] }
  | { readonly kind: "list"; readonly of: TypeText }
  /** `impl Trait`, functions, what cannot be read. */
  | { readonly kind: "other" };

const OTHER: TypeText = { kind: "other" };
const MAX_DEPTH = 40;

/** `Result<Json<Vec<Node>>, ApiError>` → its parts. Never fails: what is not understood is `other`. */
export function parseType(text: string): TypeText {
  const tokens = text.match(/r#\w+|[\p{L}_][\p{L}\p{N}_]*|'[a-z_]\w*|::|->|\d+|[^\s]/gu) ?? [];
  let next = 0;
  const peek = (): string => tokens[next] ?? "";
  const take = (): string => tokens[next++] ?? "";

  function listUntil(end: string, depth: number): { readonly items: TypeText[]; readonly hasComma: boolean } {
    const items: TypeText[] = [];
    let hasComma = false;
    while (peek() !== end && next < tokens.length) {
      const before = next;
      if (peek() === ",") {
        hasComma = true;
        take();
      } else if (peek().startsWith("'")) take();
      else if (tokens[next + 1] === "=") next += 2;
      else items.push(parse(depth));
      if (next === before) take();
    }
    take();
    return { items, hasComma };
  }

  function parse(depth: number): TypeText {
    if (depth > MAX_DEPTH) {
      next = tokens.length;
      return OTHER;
    }
    for (;;) {
      const token = peek();
      if (token === "&" || token === "*" || token === "mut" || token === "const" || token.startsWith("'")) take();
      else break;
    }
    if (peek() === "(") {
      take();
      const { items, hasComma } = listUntil(")", depth + 1);
      const [only] = items;
      return items.length === 1 && only && !hasComma ? only : { kind: "tuple", items };
    }
    if (peek() === "[") {
      take();
      const of = parse(depth + 1);
      while (next < tokens.length && take() !== "]");
      return { kind: "list", of };
    }
    if (/^(?:impl|dyn|fn|for)$/.test(peek())) {
      skipToEnd();
      return OTHER;
    }
    return path(depth);
  }

  function path(depth: number): TypeText {
    const segments: string[] = [];
    let args: readonly TypeText[] = [];
    while (next < tokens.length) {
      if (peek() === "::") take();
      else if (peek() === "<") {
        take();
        args = listUntil(">", depth + 1).items;
      } else if (/^[\p{L}_r]/u.test(peek()) && (segments.length === 0 || tokens[next - 1] === "::"))
        segments.push(take());
      else break;
    }
    return segments.length > 0 ? { kind: "path", segments, args } : OTHER;
  }

  /** To the comma or bracket that ends the type. */
  function skipToEnd(): void {
    let open = 0;
    while (next < tokens.length) {
      const token = peek();
      if (open === 0 && /^[,>)\]]$/.test(token)) return;
      if (/^[<([]$/.test(token)) open += 1;
      if (/^[>)\]]$/.test(token)) open -= 1;
      take();
    }
  }

  return parse(0);
}
