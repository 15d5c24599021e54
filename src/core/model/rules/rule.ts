import type { EndpointKey } from "../endpoint.ts";
import type { EndpointPattern } from "./endpoint-pattern.ts";
import type { Place } from "../place.ts";
import type { Allowance } from "./allowance.ts";

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
  /** One or more; `EVERY_ENDPOINT` where the rule names none. */
  readonly endpoints: readonly EndpointPattern[];
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

/** How often a rule applied at one endpoint. */
export interface EndpointHits {
  readonly endpoint: EndpointKey;
  readonly hits: number;
}

/** How often a rule applied; `rule` is its index in the project. */
export interface RuleHits {
  readonly rule: number;
  readonly hits: number;
  /** Of a whole run, by endpoint, where the rule was tried at more than one: those that it hit. */
  readonly byEndpoint?: readonly EndpointHits[];
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
