import type { Rule } from "#core/model/rules/rule.ts";
import { type Allowance, type AllowanceForm, allowanceName } from "#core/model/rules/allowance.ts";
import { ALLOWANCES } from "../allowances/allowances.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { readJsonPath } from "#core/text/json-path/json-path-reader.ts";
import { nodesAt } from "#core/text/json-path/json-path.ts";

/** A rule and its index in the project, under which its hits are counted. */
export interface IndexedRule {
  readonly index: number;
  readonly rule: Rule;
}

/** No rule. */
export const UNMARKED = -1;

/** What a rule does to one value; `position` is its place in the list of rules. */
export interface Loosening<A extends Allowance = Allowance> {
  readonly position: number;
  readonly allow: A;
}

export type SwallowingAllowance = "ignore" | "type only";
export type OrderAllowance = "unordered" | "renamed keys" | AllowanceForm<"keyed by">;

/** What all rules that take a value come to; the loosest applies, so that one more rule never makes a difference. */
export interface RuleLeeway {
  /** The value is taken from being compared, with all that lies in it: the first of the rules that ignore, else the first of type only. */
  readonly swallow?: Loosening<SwallowingAllowance>;
  /** Of an array: its order does not count; of an object: its names do not. */
  readonly order?: Loosening<OrderAllowance>;
  /** Of a scalar: each is tried. */
  readonly values: readonly Loosening[];
  /** Of what says nothing: which ways to do so are the same. */
  readonly presences: readonly Loosening<AllowanceForm<"alike">>[];
}

/** Whether one of the rules compares scalars of this kind by another measure. */
export function concernsKind({ values }: RuleLeeway, kind: number): boolean {
  return values.some(({ allow }) => ALLOWANCES[allowanceName(allow)].concerns?.(kind) === true);
}

/** Whether one of the rules lets ids be others. */
export function renamesIds({ values }: RuleLeeway): boolean {
  return values.some(({ allow }) => allow === "renamed ids" || allow === "renamed uuids");
}

/** A document with the rules that apply to it. `marks` is absent where none does. */
export interface MarkedDocument {
  readonly document: JsonDocument;
  /** For each node the id of its leeway in the table, or `UNMARKED`. */
  readonly marks?: Int32Array;
  readonly leeways: LeewayTable;
}

/** The leeways of sets of rules, each made once, so that a mark is a number. Both documents of a comparison share one. */
export class LeewayTable {
  readonly #rules: readonly IndexedRule[];
  readonly #ids = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];
  readonly #leeways: RuleLeeway[] = [];

  constructor(rules: readonly IndexedRule[]) {
    this.#rules = rules;
  }

  /** The id of the rules of `mark` together with those of `other`; both may be `UNMARKED`. */
  join(mark: number, other: number): number {
    if (mark === other || other === UNMARKED) return mark;
    if (mark === UNMARKED) return other;
    return this.#idOf([...(this.#sets[mark] ?? []), ...(this.#sets[other] ?? [])]);
  }

  /** The id of one rule alone. */
  ofRule(position: number): number {
    return this.#idOf([position]);
  }

  /** Undefined for `UNMARKED`. */
  leeway(mark: number): RuleLeeway | undefined {
    return this.#leeways[mark];
  }

  #idOf(positions: readonly number[]): number {
    const set = [...new Set(positions)].toSorted((a, b) => a - b);
    const key = set.join(",");
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#sets.push(set) - 1;
    this.#leeways.push(leewayOf(set.flatMap((position) => loosening(position, this.#rules[position]))));
    this.#ids.set(key, id);
    return id;
  }
}

function loosening(position: number, given: IndexedRule | undefined): readonly Loosening[] {
  return given === undefined ? [] : [{ position, allow: given.rule.allow }];
}

function leewayOf(all: readonly Loosening[]): RuleLeeway {
  const swallowing = all.flatMap(({ position, allow }) =>
    allow === "ignore" || allow === "type only" ? [{ position, allow }] : [],
  );
  const swallow = swallowing.find(({ allow }) => allow === "ignore") ?? swallowing[0];
  const orders = all.flatMap(({ position, allow }) =>
    allow === "unordered" || allow === "renamed keys" || (typeof allow === "object" && allow.kind === "keyed by")
      ? [{ position, allow }]
      : [],
  );
  // A key tells more than that the order does not count.
  const order = orders.find(({ allow }) => allow !== "unordered") ?? orders[0];
  const values = all.filter(({ allow }) => ALLOWANCES[allowanceName(allow)].role === "value");
  const presences = all.flatMap(({ position, allow }) =>
    typeof allow === "object" && allow.kind === "alike" ? [{ position, allow }] : [],
  );
  return { ...(swallow !== undefined && { swallow }), ...(order !== undefined && { order }), values, presences };
}

/** What of a side is a JSON document: the body of its answer, or its effect on the database. */
export type DocumentPart = "body" | "effect";

/**
 * Finds the nodes that rules for this part apply to, before anything is matched: each path is evaluated on each document
 * by itself. A path that cannot be read takes nothing; the project file's reader has told of it.
 */
export function markDocument(
  document: JsonDocument,
  part: DocumentPart,
  rules: readonly IndexedRule[],
  leeways: LeewayTable,
): MarkedDocument {
  let marks: Int32Array | undefined;
  for (const [position, { rule }] of rules.entries()) {
    if (rule.target.part === "header" || rule.target.part !== part) continue;
    const reading = readJsonPath(rule.target.path);
    if (reading.kind === "malformed") continue;
    const own = leeways.ofRule(position);
    for (const node of nodesAt(reading.path, document)) {
      marks ??= new Int32Array(document.count).fill(UNMARKED);
      marks[node] = leeways.join(marks[node] ?? UNMARKED, own);
    }
  }
  return marks === undefined ? { document, leeways } : { document, marks, leeways };
}

/** What the rules say of a pair of nodes: those that take either. `NONE` is no node. */
export function leewayOfPair(
  python: MarkedDocument,
  pythonNode: number,
  rust: MarkedDocument,
  rustNode: number,
): RuleLeeway | undefined {
  const left = python.marks?.[pythonNode] ?? UNMARKED;
  const right = rust.marks?.[rustNode] ?? UNMARKED;
  if (left === UNMARKED && right === UNMARKED) return undefined;
  return python.leeways.leeway(python.leeways.join(left, right));
}

/** What the rules say of a node of one side. */
export function leewayOfNode({ marks, leeways }: MarkedDocument, node: number): RuleLeeway | undefined {
  return marks === undefined ? undefined : leeways.leeway(marks[node] ?? UNMARKED);
}
