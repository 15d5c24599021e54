import { readTokens, textOfTokens, type Token } from "./macro-tokens.ts";

/** What a variable of a rule stands for: tokens, or within a repetition one a turn. */
type Bound = readonly Token[] | { readonly turns: readonly Bindings[] };
type Bindings = ReadonlyMap<string, Bound>;

/** A rule's two sides as text, without their brackets. */
export interface MacroRule {
  readonly pattern: string;
  readonly body: string;
}

/**
 * The code that a call of a `macro_rules!` comes to by the first rule that fits (The Rust Reference, "Macros by
 * example"); undefined where none does, or where it is longer than `length` characters.
 */
export function expandByExample(rules: readonly MacroRule[], input: string, length: number): string | undefined {
  const tokens = readTokens(input);
  if (!tokens) return undefined;
  for (const { pattern, body } of rules) {
    const matcher = readTokens(pattern);
    const found = matcher && matchAll(matcher, tokens);
    if (!found) continue;
    const template = readTokens(body);
    const room = { left: length };
    const out = template && transcribe(template, found, room);
    return out && room.left > 0 ? textOfTokens(out) : undefined;
  }
  return undefined;
}

function matchAll(pattern: readonly Token[], input: readonly Token[]): Bindings | undefined {
  const bindings = new Map<string, Bound>();
  const end = match(pattern, input, 0, bindings);
  return end === input.length ? bindings : undefined;
}

/** Where what the pattern takes from `from` on ends; undefined where it does not fit. */
function match(
  pattern: readonly Token[],
  input: readonly Token[],
  from: number,
  bindings: Map<string, Bound>,
): number | undefined {
  let at = from;
  for (let index = 0; index < pattern.length; index += 1) {
    const token = pattern[index];
    if (!token) return undefined;
    const next = pattern[index + 1];
    if (isSign(token, "$") && next?.kind === "group" && next.open === "(") {
      const { separator, operator, length } = repetitionAt(pattern, index + 2);
      const end = matchRepetition(next.tokens, { separator, operator }, input, at, bindings);
      if (end === undefined) return undefined;
      at = end;
      index += length + 1;
    } else if (isSign(token, "$") && next?.kind === "token" && isSign(pattern[index + 2], ":")) {
      const specifier = pattern[index + 3];
      const end = specifier?.kind === "token" ? endOfFragment(specifier.text, input, at) : undefined;
      if (end === undefined) return undefined;
      bindings.set(next.text, input.slice(at, end));
      at = end;
      index += 3;
    } else {
      const given = input[at];
      if (!given || given.kind !== token.kind) return undefined;
      if (token.kind === "token" ? !isSign(given, token.text) : !matchGroup(token, given, bindings)) return undefined;
      at += 1;
    }
  }
  return at;
}

function matchGroup(pattern: Extract<Token, { kind: "group" }>, given: Token, bindings: Map<string, Bound>): boolean {
  if (given.kind !== "group" || given.open !== pattern.open) return false;
  return match(pattern.tokens, given.tokens, 0, bindings) === given.tokens.length;
}

/** What follows `$(…)`: `,*`, `+`, `;?`. */
function repetitionAt(
  pattern: readonly Token[],
  at: number,
): { readonly separator: string; readonly operator: string; readonly length: number } {
  const [first, second] = [pattern[at], pattern[at + 1]].map((each) => (each?.kind === "token" ? each.text : ""));
  if (first !== undefined && /^[*+?]$/.test(first) && !/^[*+?]$/.test(second ?? "")) {
    return { separator: "", operator: first, length: 1 };
  }
  return { separator: first ?? "", operator: second ?? "", length: 2 };
}

function matchRepetition(
  inner: readonly Token[],
  { separator, operator }: { readonly separator: string; readonly operator: string },
  input: readonly Token[],
  from: number,
  bindings: Map<string, Bound>,
): number | undefined {
  const turns: Bindings[] = [];
  let at = from;
  for (;;) {
    const isFirst = turns.length === 0;
    const start = isFirst || separator === "" ? at : isSign(input[at], separator) ? at + 1 : undefined;
    const turn = new Map<string, Bound>();
    const end = start === undefined ? undefined : match(inner, input, start, turn);
    if (end === undefined || end === at) break;
    turns.push(turn);
    at = end;
    if (operator === "?") break;
  }
  if (operator === "+" && turns.length === 0) return undefined;
  for (const name of namesIn(inner)) bindings.set(name, { turns });
  return at;
}

/** The variables of a pattern or a body, those within its groups as well. */
function namesIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, index) => {
    if (token.kind === "group") return namesIn(token.tokens);
    return isSign(tokens[index - 1], "$") ? [token.text] : [];
  });
}

/** Where a fragment that begins at `at` ends: `$x:expr` goes on to what may follow an expression. */
function endOfFragment(specifier: string, input: readonly Token[], at: number): number | undefined {
  const token = input[at];
  if (specifier === "vis") {
    if (!isSign(token, "pub")) return at;
    const next = input[at + 1];
    return next?.kind === "group" && next.open === "(" ? at + 2 : at + 1;
  }
  if (!token) return undefined;
  switch (specifier) {
    case "tt":
    case "lifetime":
      return at + 1;
    case "ident":
      return token.kind === "token" && /^(?:r#)?[\p{XID_Start}_]/u.test(token.text) ? at + 1 : undefined;
    case "literal":
      if (isSign(token, "-")) return at + 2;
      return token.kind === "token" && /^(?:["'\d]|[bcr]+#*"|true$|false$)/.test(token.text) ? at + 1 : undefined;
    case "block":
      return token.kind === "group" && token.open === "{" ? at + 1 : undefined;
    case "item":
      return endOfItem(input, at);
    default:
      return endOfList(FOLLOWS[specifier] ?? FOLLOWS["expr"] ?? "", input, at);
  }
}

/** Signs that may stand behind a fragment, and so end it. */
const FOLLOWS: Readonly<Record<string, string>> = {
  expr: "=> , ;",
  stmt: "=> , ;",
  ty: "=> , ; = | : { > as where",
  path: "=> , ; = | : { > as where",
  pat: "=> , = if in",
  pat_param: "=> , = | if in",
  meta: ", ; =>",
};

function endOfList(follows: string, input: readonly Token[], from: number): number | undefined {
  const ends = new Set(follows.split(" "));
  let at = from;
  let angles = 0;
  for (; at < input.length; at += 1) {
    const token = input[at];
    const text = token?.kind === "token" ? token.text : (token?.open ?? "");
    if (angles === 0 && at > from && ends.has(text)) break;
    if (angles === 0 && at === from && /^(?:,|;|=>)$/.test(text)) return undefined;
    // In an expression, a comparison is no bracket.
    if (text === "<" && (ends.has(">") || isSign(input[at - 1], "::"))) angles += 1;
    if (text === ">" && angles > 0) angles -= 1;
  }
  return at > from ? at : undefined;
}

function endOfItem(input: readonly Token[], from: number): number | undefined {
  for (let at = from; at < input.length; at += 1) {
    const token = input[at];
    if (isSign(token, ";") || (token?.kind === "group" && token.open === "{")) return at + 1;
  }
  return undefined;
}

function transcribe(body: readonly Token[], bindings: Bindings, room: { left: number }): readonly Token[] | undefined {
  const out: Token[] = [];
  for (let index = 0; index < body.length; index += 1) {
    const token = body[index];
    if (!token || room.left <= 0) return undefined;
    const next = body[index + 1];
    if (isSign(token, "$") && next?.kind === "group" && next.open === "(") {
      const { separator, length } = repetitionAt(body, index + 2);
      const turns = turnsOf(next.tokens, bindings);
      if (!turns) return undefined;
      for (const [turn, values] of turns.entries()) {
        const made = transcribe(next.tokens, new Map([...bindings, ...values]), room);
        if (!made) return undefined;
        if (turn > 0 && separator !== "") out.push({ kind: "token", text: separator, space: false });
        pushSpaced(out, made, token.space || turn > 0);
      }
      index += length + 1;
      continue;
    }
    if (isSign(token, "$") && next?.kind === "token") {
      const value = bindings.get(next.text);
      if (value && "turns" in value) return undefined;
      if (value || next.text === "crate") {
        const tokens = value ?? [next];
        room.left -= textOfTokens(tokens).length;
        pushSpaced(out, tokens, token.space);
        index += 1;
        continue;
      }
    }
    room.left -= token.kind === "token" ? token.text.length + 1 : 2;
    if (token.kind === "token") out.push(token);
    else {
      const tokens = transcribe(token.tokens, bindings, room);
      if (!tokens) return undefined;
      out.push({ ...token, tokens });
    }
  }
  return out;
}

/** The turns that a repetition in a body takes: those of the variables in it, which all have as many. */
function turnsOf(inner: readonly Token[], bindings: Bindings): readonly Bindings[] | undefined {
  const all = namesIn(inner)
    .map((name) => bindings.get(name))
    .flatMap((bound) => (bound && "turns" in bound ? [bound.turns] : []));
  const [first] = all;
  if (!first || all.some(({ length }) => length !== first.length)) return undefined;
  return first.map((_, index) => new Map(all.flatMap((turns) => [...(turns[index] ?? [])])));
}

/** Adds tokens, the first with a blank before it or without one. */
function pushSpaced(out: Token[], tokens: readonly Token[], space: boolean): void {
  for (const [index, token] of tokens.entries()) out.push(index === 0 ? { ...token, space } : token);
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "token" && token.text === text;
}
