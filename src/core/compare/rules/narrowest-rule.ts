import type { Difference, DifferenceClass } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { RuleTarget } from "#core/model/rules/rule.ts";
import type { Allowance } from "#core/model/rules/allowance.ts";
import type { RuleSuggestion, RuleSuggestions } from "#core/model/rules/rule-suggestion.ts";
import {
  ARRAY,
  OBJECT,
  ROOT,
  type JsonDocument,
  kindOf,
  memberOf,
  NONE,
  rawOf,
} from "#core/text/json/json-document.ts";
import { type JsonReading, readJson } from "#core/text/json/json-reader.ts";
import { type Comparison, compareExchanges } from "../compare-exchanges.ts";
import { headerTarget } from "../headers/header-target.ts";
import { nodesAlong, pathsOf } from "./pointer-paths.ts";
import { type BodyReadings, readBodies } from "../bodies/read-bodies.ts";
import { candidatesFor, meaningOf } from "../allowances/allowances.ts";
import type { DocumentPart } from "./rule-marks.ts";

/** More differences than any case keeps: what a rule does must be seen whole. */
const ALL = 100_000;

/**
 * The rules that would let exactly this difference pass, the narrowest first: each was tried on the two exchanges beside
 * the rules that there are. One for all elements of an array also lets the same difference of other elements pass, and
 * no other. Refused, with the reason, where no rule may hide it.
 */
export function narrowestRules(difference: Difference, comparison: Comparison): RuleSuggestions {
  const refusal = whyStructural(difference);
  if (refusal !== undefined) return refused(refusal);
  const tried: Tried = { difference, comparison, before: trial(comparison) ?? new Map() };
  if (!tried.before.has(keyOf(difference))) {
    return refused(
      "The difference cannot be found again in what was kept of the two sides; a masked value cannot be judged.",
    );
  }
  const target = targetOf(tried);
  if (typeof target === "string") return refused(target);
  const rules = target.allowances.flatMap((allow) =>
    target.targets.flatMap((each) => proved(tried, each, allow, target.isLike) ?? []),
  );
  return rules.length > 0
    ? { kind: "rules", rules }
    : refused("No rule that was tried lets exactly this difference pass.");
}

interface Tried {
  readonly difference: Difference;
  readonly comparison: Comparison;
  /** The differences without a new rule, by their keys. */
  readonly before: ReadonlyMap<string, Difference>;
}

interface Given extends Tried {
  readonly part: DocumentPart;
  readonly python: JsonDocument;
  readonly rust: JsonDocument;
}

interface Target {
  readonly targets: readonly RuleTarget[];
  readonly allowances: readonly Allowance[];
  /** Whether another difference is the same one in another place. */
  readonly isLike: (other: Difference) => boolean;
}

const STRUCTURAL: Readonly<Partial<Record<DifferenceClass, string>>> = {
  status: "Another status is another answer",
  missing: "A value that is missing is a matter of structure",
  extra: "A value that Python does not have is a matter of structure",
  "null-against-missing": "A null that one side leaves out is a matter of structure",
  type: "Another type is a matter of structure",
  "key-order": "The order of keys is set by `differences` in the project file, not by a rule",
  "duplicate-key": "A key that stands there twice is a matter of structure",
  encoding: "A body that is not text on both sides is a matter of structure",
  "not-json": "A body that is not JSON is a matter of structure",
};

/** Why no rule may hide a difference of its class or place. */
function whyStructural({ class: found, severity, part, pointers, isCoarse }: Difference): string | undefined {
  if (severity === "cosmetic") return "This difference does not fail its case; it needs no rule.";
  const structural = STRUCTURAL[found];
  // No rule is for a status; `differences` says what one does.
  const other =
    found === "status" ? "say `status: report` in `differences` of the project file" : "write the rule by hand";
  if (structural !== undefined) return `${structural}: mend it on one side, or ${other}.`;
  if (isCoarse === true) return "This part was compared coarsely; run the case again with more time.";
  const isOrder = found === "element-order" || found === "moved";
  if (!isOrder && part === "body" && (pointers.python ?? pointers.rust) === "") {
    return "The difference is the whole body; a rule for it would leave nothing to compare.";
  }
  return undefined;
}

function targetOf(tried: Tried): Target | string {
  const { difference, comparison } = tried;
  if (difference.part === "header") {
    const [python, rust] = [comparison.python.outcome, comparison.rust.outcome];
    if (python.kind === "unreachable" || rust.kind === "unreachable") return "A side did not answer.";
    const found = headerTarget(difference, { python, rust });
    return typeof found === "string"
      ? found
      : { targets: [found.target], allowances: found.allowances, isLike: isSameCookie(difference) };
  }
  const part = difference.part === "effect" ? "effect" : "body";
  const documents = documentsOf(comparison, part);
  if (documents === undefined) {
    return part === "body"
      ? "The bodies are neither JSON nor items of JSON."
      : "The effects on the database were not kept.";
  }
  const given = { ...tried, ...documents, part } as const;
  return ["moved", "element-order"].includes(difference.class) ? orderTarget(given) : valueTarget(given);
}

/** A rule for a cookie is for all that is in it. */
function isSameCookie({ values }: Difference): (other: Difference) => boolean {
  const cookie = values.python?.split(/[=:]/)[0];
  return (other) => other.pointers.python === "set-cookie" && other.values.python?.split(/[=:]/)[0] === cookie;
}

function orderTarget({ difference, part, python }: Given): Target | string {
  const own = difference.pointers.python ?? "";
  const pointer = difference.class === "moved" ? own.slice(0, own.lastIndexOf("/")) : own;
  const paths = pathsOf(python, pointer);
  if (paths === undefined) return "The array cannot be found again in Python's answer.";
  const isIn = (other: Difference): boolean => {
    const at = other.pointers.python ?? other.pointers.rust ?? "";
    const inside = pathsOf(python, at)?.general ?? "";
    return inside.startsWith(paths.general) && ["moved", "element-order"].includes(other.class);
  };
  return { targets: eachOnce(part, paths), allowances: ["unordered"], isLike: isIn };
}

function valueTarget(given: Given): Target | string {
  const { difference, part, python, rust } = given;
  const { python: pythonPointer = "", rust: rustPointer = "" } = difference.pointers;
  const pythonNodes = nodesAlong(python, pythonPointer);
  const rustNodes = nodesAlong(rust, rustPointer);
  const paths = pathsOf(python, pythonPointer);
  const [pythonNode, rustNode] = [pythonNodes?.at(-1), rustNodes?.at(-1)];
  if (paths === undefined || pythonNode === undefined || rustNode === undefined) {
    return "The value cannot be found again in both answers.";
  }
  if (kindOf(python, pythonNode) >= ARRAY) return "The difference is not one of a single value.";
  if (pathsOf(rust, rustPointer)?.general !== paths.general) return "The two values do not stand in the same place.";
  if (isPairingDoubtful(given, pythonNodes ?? [], rustNodes ?? [])) {
    return "Elements of the array around it are missing, added or out of order, and no id tells which belong together: whether these two values do is not known. Mend the order first, or give the array a rule `keyed by`.";
  }
  const name = /(?:^|\/)([^/]*?)(?:\/\d+)*$/.exec(pythonPointer)?.[1] ?? "";
  return {
    // An index means another element on the other side.
    targets: pythonPointer === rustPointer ? eachOnce(part, paths) : [{ part, path: paths.general }],
    allowances: candidatesFor({ python, pythonNode, rust, rustNode, name }),
    isLike: (other) => other.part === part && pathsOf(python, other.pointers.python ?? "")?.general === paths.general,
  };
}

function eachOnce(
  part: DocumentPart,
  { exact, general }: { readonly exact: string; readonly general: string },
): readonly RuleTarget[] {
  // Rows of a table have no order: which one is the first says nothing.
  const paths = exact === general || part === "effect" ? [general] : [exact, general];
  return paths.map((path) => ({ part, path }));
}

/** Members by which elements are told apart. */
const IDENTITY_NAMES = ["id", "uuid", "_id", "key", "name", "slug", "code"];

/** An array on the way lacks, has more or moves elements, and the two elements on the way share no id. */
function isPairingDoubtful(
  { before, python, rust, difference }: Given,
  pythonNodes: readonly number[],
  rustNodes: readonly number[],
): boolean {
  const prefixes = (difference.pointers.python ?? "").split("/");
  return pythonNodes.slice(0, -1).some((node, level) => {
    if (kindOf(python, node) !== ARRAY) return false;
    const array = prefixes.slice(0, level + 1).join("/");
    const [left, right] = [pythonNodes[level + 1] ?? ROOT, rustNodes[level + 1] ?? ROOT];
    return isDisturbed(array, before) && !shareIdentity(python, left, rust, right);
  });
}

function isDisturbed(array: string, differences: ReadonlyMap<string, Difference>): boolean {
  return differences.values().some(({ class: found, pointers }) => {
    const at = pointers.python ?? pointers.rust ?? "";
    if (found === "element-order") return at === array;
    return ["missing", "extra", "moved"].includes(found) && at.slice(0, at.lastIndexOf("/")) === array;
  });
}

function shareIdentity(python: JsonDocument, left: number, rust: JsonDocument, right: number): boolean {
  if (kindOf(python, left) !== OBJECT || kindOf(rust, right) !== OBJECT) return false;
  return IDENTITY_NAMES.some((name) => {
    const [own, other] = [memberOf(python, left, name), memberOf(rust, right, name)];
    return own !== NONE && other !== NONE && rawOf(python, own) === rawOf(rust, other);
  });
}

/** The suggestion, if the rule takes away the difference and its like, and nothing else, and something is still compared. */
function proved(
  { comparison, difference, before }: Tried,
  target: RuleTarget,
  allow: Allowance,
  isLike: Target["isLike"],
): RuleSuggestion | undefined {
  const start = { line: 0, character: 0 };
  const place = { file: "", range: { start, end: start } };
  const rule = { index: -1, rule: { endpoints: [], target, allow, reason: "tried", place } };
  const after = trial({ ...comparison, rules: [...comparison.rules, rule] });
  if (after === undefined || after.has(keyOf(difference)) || after.keys().some((key) => !before.has(key)))
    return undefined;
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, each]) => each);
  return gone.every((each) => keyOf(each) === keyOf(difference) || isLike(each))
    ? { target, allow, meaning: meaningOf(allow), covers: gone.length }
    : undefined;
}

/** The differences under a comparison's rules, by their keys; undefined where nothing was compared. Each trial has a renaming of ids of its own. */
function trial(comparison: Comparison): ReadonlyMap<string, Difference> | undefined {
  const { renaming, isTimeUp: _, ...rest } = comparison;
  const result = compareExchanges({
    ...rest,
    limit: ALL,
    ...(renaming !== undefined && { renaming: renaming.copy() }),
  });
  if (result.verdict === "failed") return undefined;
  return new Map(result.differences.map((each) => [keyOf(each), each]));
}

function keyOf({ class: found, part, pointers, values }: Difference): string {
  // Several cookies, and several attributes of one, share the header's name.
  const shown = part === "header" ? [values.python, values.rust] : [];
  return [found, part, pointers.python, pointers.rust, ...shown].join("\n");
}

/** The bodies as they are compared, a stream being an array of its items, or the effects. */
function documentsOf(comparison: Comparison, part: DocumentPart): Pick<Given, "python" | "rust"> | undefined {
  const readings = part === "body" ? bodyReadings(comparison) : effectReadings(comparison);
  if (readings?.python.kind !== "document" || readings.rust.kind !== "document") return undefined;
  return { python: readings.python.document, rust: readings.rust.document };
}

function effectReadings({ effects }: Comparison): Readonly<Record<Side, JsonReading>> | undefined {
  return effects && { python: readJson(effects.python), rust: readJson(effects.rust) };
}

function bodyReadings({ python, rust }: Comparison): Extract<BodyReadings, { kind: "json" }> | undefined {
  if (python.outcome.kind !== "answer" || rust.outcome.kind !== "answer") return undefined;
  const readings = readBodies({ python: python.outcome, rust: rust.outcome });
  return readings.kind === "json" ? readings : undefined;
}

function refused(reason: string): RuleSuggestions {
  return { kind: "refused", reason };
}
