import { type JsonArgument, type JsonOperand, readCall } from "./json-path-functions.ts";
import { PathProblem } from "./json-path-problem.ts";
import {
  isSingular,
  JSON_OPERATORS,
  type JsonComparable,
  type JsonFilter,
  type JsonOperator,
  type JsonPath,
  type JsonQuery,
  type JsonSegment,
  type JsonSelector,
} from "./json-path-syntax.ts";

/** What is wrong with a path and the offset of the place. */
export interface MalformedPath {
  readonly kind: "malformed";
  readonly offset: number;
  readonly reason: string;
}

export type JsonPathReading = { readonly kind: "path"; readonly path: JsonPath } | MalformedPath;

export type JsonFilterReading = { readonly kind: "filter"; readonly filter: JsonFilter } | MalformedPath;

/**
 * Reads a path as RFC 9535 writes it: `$.items[0]['created at']`, `$..id`, `$.rows[?@.kind == 'x'].at`. Names are
 * exact and case counts; a negative index counts from the end. What functions of filters are given is checked here
 * (RFC 9535, section 2.4.3), patterns included.
 */
export function readJsonPath(text: string): JsonPathReading {
  return reading(text, (reader) => {
    if (!text.startsWith("$")) reader.fail("A path begins with `$`, the whole body");
    reader.skip("$");
    return { kind: "path", path: { segments: reader.segments() } };
  });
}

/** Reads a logical expression by itself, as it stands after the `?` of a filter: `$.kind == 'draft' && !$.deleted` */
export function readJsonFilter(text: string): JsonFilterReading {
  return reading(text, (reader) => {
    reader.space();
    const filter = reader.either();
    reader.space();
    return { kind: "filter", filter };
  });
}

/** RFC 9535, section 2.5.1.1: a shorthand name begins with a letter, `_` or anything that is not ASCII. */
const SHORTHAND = /[A-Za-z_\u0080-\uD7FF\uE000-\u{10FFFF}][\w\u0080-\uD7FF\uE000-\u{10FFFF}]*/uy;
/** A name with a `*` in it that is not all of it. */
const NAMES =
  /(?:\*(?=[\w*\u0080-\uD7FF\uE000-\u{10FFFF}])|[A-Za-z_\u0080-\uD7FF\uE000-\u{10FFFF}](?=[\w\u0080-\uD7FF\uE000-\u{10FFFF}]*\*))[\w*\u0080-\uD7FF\uE000-\u{10FFFF}]*/uy;
const INTEGER = /(?:0|-?[1-9]\d*)(?![\d.eE])/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** Control characters, which no name may hold, are refused when the escapes are read. */
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;
const SPACE = /[ \t\r\n]*/y;
const WORD = /(?:true|false|null)(?![\w\u0080-\uFFFF])/y;
const OPERATOR = /==|!=|<=|>=|<|>/y;
const FUNCTION = /[a-z][a-z_0-9]*\(/y;

/** Deeper than any path that a person writes. */
const MOST_LEVELS = 50;

function reading<T>(text: string, read: (reader: PathReader) => T): T | MalformedPath {
  const reader = new PathReader(text);
  try {
    const result = read(reader);
    if (!reader.isAtEnd())
      reader.fail("Nothing is expected here; in brackets and quotes a name holds anything: `['a b']`");
    return result;
  } catch (error) {
    if (error instanceof PathProblem) return { kind: "malformed", offset: error.offset, reason: error.message };
    throw error;
  }
}

/** Where the reading stands. Each method takes its part of the text or fails. */
class PathReader {
  readonly #text: string;
  #at = 0;
  #level = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  fail(reason: string): never {
    throw new PathProblem(this.#at, reason);
  }

  skip(part: string): boolean {
    if (!this.#text.startsWith(part, this.#at)) return false;
    this.#at += part.length;
    return true;
  }

  space(): void {
    this.#take(SPACE);
  }

  segments(): readonly JsonSegment[] {
    const segments: JsonSegment[] = [];
    for (;;) {
      const before = this.#at;
      this.space();
      const segment = this.#segment();
      if (segment === undefined) {
        // Blanks belong to a path only where a step follows.
        this.#at = before;
        return segments;
      }
      segments.push(segment);
    }
  }

  /** `a || b` */
  either(): JsonFilter {
    return this.#joined("or", "||", () => this.#joined("and", "&&", () => this.#basic()));
  }

  #segment(): JsonSegment | undefined {
    const isDescendant = this.skip("..");
    if (this.skip("[")) return { isDescendant, selectors: this.#bracketed() };
    if (!isDescendant && !this.skip(".")) return undefined;
    const pattern = this.#take(NAMES);
    if (pattern !== undefined) return { isDescendant, selectors: [{ kind: "names", pattern }] };
    if (this.skip("*")) return { isDescendant, selectors: [{ kind: "wildcard" }] };
    const name = this.#take(SHORTHAND);
    if (name === undefined) this.fail("A name is expected; in brackets and quotes it may hold anything: `['a-b']`");
    return { isDescendant, selectors: [{ kind: "name", name }] };
  }

  #bracketed(): readonly JsonSelector[] {
    const selectors: JsonSelector[] = [];
    do {
      this.space();
      selectors.push(this.#selector());
      this.space();
    } while (this.skip(","));
    if (!this.skip("]")) this.fail("`]` is expected");
    return selectors;
  }

  #selector(): JsonSelector {
    if (this.skip("*")) return { kind: "wildcard" };
    if (this.skip("?")) {
      this.space();
      return { kind: "filter", filter: this.either() };
    }
    const name = this.#quoted();
    if (name !== undefined) return { kind: "name", name };
    const start = this.#integer();
    const afterStart = this.#at;
    this.space();
    if (!this.skip(":")) {
      this.#at = afterStart;
      if (start === undefined) this.fail("A name in quotes, an index, a slice, `*` or `?` is expected");
      return { kind: "index", index: start };
    }
    this.space();
    const end = this.#integer();
    this.space();
    const hasStep = this.skip(":");
    this.space();
    const step = hasStep ? (this.#integer() ?? 1) : 1;
    return { kind: "slice", ...(start !== undefined && { start }), ...(end !== undefined && { end }), step };
  }

  #joined(kind: "or" | "and", sign: string, read: () => JsonFilter): JsonFilter {
    const parts = [read()];
    for (;;) {
      const before = this.#at;
      this.space();
      if (!this.skip(sign)) {
        this.#at = before;
        const [only] = parts;
        return parts.length === 1 && only !== undefined ? only : { kind, parts };
      }
      this.space();
      parts.push(read());
    }
  }

  #basic(): JsonFilter {
    if (++this.#level > MOST_LEVELS) this.fail("The filter is nested too deeply");
    const isNegated = this.skip("!");
    this.space();
    const filter = this.#parenthesized() ?? this.#test(isNegated);
    this.#level--;
    return isNegated ? { kind: "not", part: filter } : filter;
  }

  #parenthesized(): JsonFilter | undefined {
    if (!this.skip("(")) return undefined;
    this.space();
    const filter = this.either();
    this.space();
    if (!this.skip(")")) this.fail("`)` is expected");
    return filter;
  }

  #test(isNegated: boolean): JsonFilter {
    const leftAt = this.#at;
    const left = this.#operand();
    const before = this.#at;
    this.space();
    const operator = asOperator(this.#take(OPERATOR));
    if (operator === undefined) {
      this.#at = before;
      if (left.kind === "query") return { kind: "exists", query: left.query };
      if (left.kind === "text-test") return left;
      return this.fail("A value is compared with something: `==`, `!=`, `<`, `<=`, `>` or `>=`");
    }
    if (isNegated) this.fail("`!` before a comparison needs parentheses");
    this.space();
    const rightAt = this.#at;
    const right = this.#operand();
    return { kind: "comparison", operator, left: asComparable(left, leftAt), right: asComparable(right, rightAt) };
  }

  #operand(): JsonOperand {
    const from = this.skip("@") ? "@" : this.skip("$") ? "$" : undefined;
    if (from !== undefined) return { kind: "query", query: this.#query(from) };
    const text = this.#quoted();
    if (text !== undefined) return { kind: "text", value: text };
    const word = this.#take(WORD);
    if (word === "true" || word === "false" || word === "null") return { kind: "word", word };
    const raw = this.#take(NUMBER);
    if (raw !== undefined) return { kind: "number", raw };
    return (
      this.#call() ??
      this.fail("`@`, `$`, a text in quotes, a number, `true`, `false`, `null` or a function is expected")
    );
  }

  #call(): JsonOperand | undefined {
    const at = this.#at;
    const head = this.#take(FUNCTION);
    if (head === undefined) return undefined;
    if (++this.#level > MOST_LEVELS) this.fail("The functions are nested too deeply");
    const args: JsonArgument[] = [];
    this.space();
    if (!this.skip(")")) {
      do {
        this.space();
        const start = this.#at;
        args.push({ operand: this.#operand(), at: start });
        this.space();
      } while (this.skip(","));
      if (!this.skip(")")) this.fail("`,` or `)` is expected");
    }
    this.#level--;
    return readCall(head.slice(0, -1), args, at);
  }

  #query(from: "@" | "$"): JsonQuery {
    return { from, path: { segments: this.segments() } };
  }

  #integer(): number | undefined {
    const written = this.#take(INTEGER);
    const value = written === undefined ? undefined : Number(written);
    if (value !== undefined && !Number.isSafeInteger(value)) this.fail("An index has at most 15 digits");
    return value;
  }

  /** The escapes of RFC 9535, section 2.3.1.1, are those of JSON and `\'`. */
  #quoted(): string | undefined {
    const start = this.#at;
    const literal = this.#take(QUOTED);
    if (literal === undefined) return undefined;
    const inner = literal
      .slice(1, -1)
      .replaceAll(/\\.|"/gsu, (part) => (part === "\\'" ? "'" : part === '"' ? '\\"' : part));
    try {
      return String(JSON.parse(`"${inner}"`));
    } catch {
      throw new PathProblem(start, "An escape in the text is wrong; a backslash is written twice");
    }
  }

  #take(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.#at;
    const taken = sticky.exec(this.#text)?.[0];
    this.#at += taken?.length ?? 0;
    return taken;
  }
}

function asOperator(text: string | undefined): JsonOperator | undefined {
  return JSON_OPERATORS.find((operator) => operator === text);
}

function asComparable(operand: JsonOperand, at: number): JsonComparable {
  if (operand.kind === "text-test") {
    throw new PathProblem(at, `\`${operand.name}\` holds or does not, and is not compared with anything`);
  }
  if (operand.kind === "query" && !isSingular(operand.query.path)) {
    throw new PathProblem(
      at,
      "Only a path that takes one value, by names and indexes, can be compared; `count(…)` and `value(…)` make one of any",
    );
  }
  return operand;
}
