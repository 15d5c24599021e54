import type { EndpointPattern } from "./endpoint-pattern.ts";
import type { Place } from "../place.ts";

/** Spellings of text that a rule can ask of both sides instead of equality. */
export const FORMATS = [
  "rfc3339",
  "date",
  "time",
  "duration",
  "uuid",
  "ulid",
  "integer",
  "decimal",
  "uri",
  "email",
  "ipv4",
  "ipv6",
  "hex",
  "base64",
  "jwt",
] as const;

export type Format = (typeof FORMATS)[number];

/** What two spellings of one moment may differ in. */
export const TIME_PARTS = ["offset", "fraction digits"] as const;

export type TimePart = (typeof TIME_PARTS)[number];

/**
 * How much a rule loosens, from `ignore` (not compared at all) and `type only` (only the JSON type is, of all that lies
 * in it), which swallow what they take, to those that compare a value by another measure or an array in another way.
 */
export type Allowance =
  | "ignore"
  | "type only"
  /** The order of an array's elements does not count. */
  | "unordered"
  /** Texts and numbers may be others, if one one-to-one mapping explains them all in a run. */
  | "renamed ids"
  /** Both texts are spelt so. */
  | { readonly kind: "format"; readonly format: Format }
  /** Two numbers are at most so far apart: by one of the measures given. Decimals as they are written. */
  | { readonly kind: "tolerance"; readonly absolute?: string; readonly relative?: string; readonly ulps?: number }
  /** Two moments (RFC 3339) are at most so far apart. */
  | { readonly kind: "time tolerance"; readonly ms: number }
  /** Two spellings of one moment. */
  | { readonly kind: "equal up to"; readonly parts: readonly TimePart[] }
  /** The order does not count; elements are found again by this member. */
  | { readonly kind: "keyed by"; readonly name: string };

/** When a rule applies: all that is given must hold. */
export interface RuleCondition {
  /** A filter expression (RFC 9535) over both answers' bodies: `$.kind == 'draft'` */
  readonly answer?: string;
  /** The same over `{ method, path, query, headers, body }` of the request: `$.query.verbose == 'true'` */
  readonly request?: string;
  /** The status of both answers. */
  readonly status?: number;
}

/**
 * Where the values stand that a rule is for: in the body of an answer, in the effect on the database (both by a path of
 * RFC 9535: `$.items[*].id`, `$.nodes.inserted[*].id`), or in a header, of Set-Cookie in one cookie.
 */
export type RuleTarget =
  | { readonly part: "body"; readonly path: string }
  | { readonly part: "effect"; readonly path: string }
  /** The header's name in lower case; without `cookie` all cookies are meant where it is Set-Cookie. */
  | { readonly part: "header"; readonly name: string; readonly cookie?: string };

/** Values that are not compared, or compared more loosely, and why. */
export interface Rule {
  readonly endpoint: EndpointPattern;
  readonly target: RuleTarget;
  readonly allow: Allowance;
  readonly reason: string;
  readonly owner?: string;
  /** Where it is discussed: a number or an address. */
  readonly issue?: string;
  /** The last day on which it holds, `2026-12-31`. */
  readonly expires?: string;
  /** How many values it may swallow in one case, both answers counted; 1000 where it is not said. */
  readonly limit?: number;
  readonly when?: RuleCondition;
  /** The id of the one case that it is for. */
  readonly case?: string;
  readonly place: Place;
}

/** How often a rule applied; `rule` is its index in the project. */
export interface RuleHits {
  readonly rule: number;
  readonly hits: number;
  /** How many values it took from being compared in a case, both answers counted; absent where none. */
  readonly swallowed?: number;
  /** It took a body as a whole. */
  readonly isWhole?: true;
}

/** What a rule is for, in one line: `$.items[*].id`, `effect $.nodes.inserted[*].id`, `header location`, `cookie session`. */
export function targetText(target: RuleTarget): string {
  if (target.part === "body") return target.path;
  if (target.part === "effect") return `effect ${target.path}`;
  return target.cookie === undefined ? `header ${target.name}` : `cookie ${target.cookie}`;
}

/** The keys of a rule that say what it is for, as the project file writes them. */
export function targetKeys(target: RuleTarget): readonly (readonly [key: string, value: string])[] {
  if (target.part === "body") return [["path", target.path]];
  if (target.part === "effect") return [["effect", target.path]];
  return [["header", target.name], ...(target.cookie === undefined ? [] : [["cookie", target.cookie] as const])];
}

/** What a rule allows, as the project file writes it: `type only`, `format: uuid`. */
export function allowanceText(allow: Allowance): string {
  if (typeof allow === "string") return allow;
  switch (allow.kind) {
    case "format":
      return `format: ${allow.format}`;
    case "tolerance": {
      const { absolute, relative, ulps } = allow;
      const given = Object.entries({ absolute, relative, ulps }).filter(([, value]) => value !== undefined);
      return `tolerance: { ${given.map(([name, value]) => `${name}: ${value}`).join(", ")} }`;
    }
    case "time tolerance":
      return `time tolerance: ${durationText(allow.ms)}`;
    case "equal up to":
      return allow.parts.length === 1 ? `equal up to: ${allow.parts[0]}` : `equal up to: [${allow.parts.join(", ")}]`;
    case "keyed by":
      return `keyed by: ${JSON.stringify(allow.name)}`;
  }
}

/** 2000 → `2s` */
function durationText(ms: number): string {
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000}min`;
  return ms > 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
