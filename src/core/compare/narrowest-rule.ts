import type { Difference, DifferenceClass } from "#core/model/difference.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import type { Allowance } from "#core/model/rule.ts";
import type { RuleSuggestion, RuleSuggestions } from "#core/model/rule-suggestion.ts";
import { ARRAY, OBJECT, ROOT, type JsonDocument, kindOf, memberOf, NONE, rawOf } from "#core/text/json-document.ts";
import { type Comparison, compareExchanges } from "./compare-exchanges.ts";
import { nodesAlong, pathsOf } from "./pointer-paths.ts";
import { readBodies } from "./read-bodies.ts";
import { candidatesFor } from "./rule-candidates.ts";

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
  const documents = documentsOf(comparison);
  if (documents === undefined) return refused("The bodies are neither JSON nor items of JSON.");
  const given: Given = {
    difference,
    comparison,
    ...documents,
    before: trial(comparison) ?? new Map(),
  };
  if (!given.before.has(keyOf(difference))) {
    return refused(
      "The difference cannot be found again in what was kept of the answers; a masked value cannot be judged.",
    );
  }
  const target = ["moved", "element-order"].includes(difference.class) ? orderTarget(given) : valueTarget(given);
  if (typeof target === "string") return refused(target);
  const rules = target.allowances.flatMap((allow) =>
    target.paths.flatMap((path) => proved(given, path, allow, target.isLike) ?? []),
  );
  return rules.length > 0
    ? { kind: "rules", rules }
    : refused("No rule that was tried lets exactly this difference pass.");
}

interface Given {
  readonly difference: Difference;
  readonly comparison: Comparison;
  readonly python: JsonDocument;
  readonly rust: JsonDocument;
  /** The differences without a new rule, by their keys. */
  readonly before: ReadonlyMap<string, Difference>;
}

interface Target {
  readonly paths: readonly string[];
  readonly allowances: readonly Allowance[];
  /** Whether another difference is the same one in another place. */
  readonly isLike: (other: Difference) => boolean;
}

const STRUCTURAL: Readonly<Partial<Record<DifferenceClass, string>>> = {
  status: "Another status is another answer",
  header: "Rules are for values of the body, not for headers",
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
  if (structural !== undefined || part !== "body") {
    return `${structural ?? "Rules are for values of the body"}: mend it on one side, or write the rule by hand.`;
  }
  if (isCoarse === true) return "This part was compared coarsely; run the case again with more time.";
  const isOrder = found === "element-order" || found === "moved";
  if (!isOrder && (pointers.python ?? pointers.rust) === "") {
    return "The difference is the whole body; a rule for it would leave nothing to compare.";
  }
  return undefined;
}

function orderTarget({ difference, python }: Given): Target | string {
  const own = difference.pointers.python ?? "";
  const pointer = difference.class === "moved" ? own.slice(0, own.lastIndexOf("/")) : own;
  const paths = pathsOf(python, pointer);
  if (paths === undefined) return "The array cannot be found again in Python's answer.";
  const isIn = (other: Difference): boolean => {
    const at = other.pointers.python ?? other.pointers.rust ?? "";
    const inside = pathsOf(python, at)?.general ?? "";
    return inside.startsWith(paths.general) && ["moved", "element-order"].includes(other.class);
  };
  return { paths: eachOnce(paths), allowances: ["unordered"], isLike: isIn };
}

function valueTarget(given: Given): Target | string {
  const { difference, python, rust } = given;
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
    paths: pythonPointer === rustPointer ? eachOnce(paths) : [paths.general],
    allowances: candidatesFor({ python, pythonNode, rust, rustNode, name }),
    isLike: (other) => pathsOf(python, other.pointers.python ?? "")?.general === paths.general,
  };
}

function eachOnce({ exact, general }: { readonly exact: string; readonly general: string }): readonly string[] {
  return exact === general ? [exact] : [exact, general];
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
  { comparison, difference, before }: Given,
  path: string,
  allow: Allowance,
  isLike: Target["isLike"],
): RuleSuggestion | undefined {
  const start = { line: 0, character: 0 };
  const place = { file: "", range: { start, end: start } };
  const rule = { index: -1, rule: { endpoint: endpointKey("ANY", "/"), path, allow, reason: "tried", place } };
  const after = trial({ ...comparison, rules: [...comparison.rules, rule] });
  if (after === undefined || after.has(keyOf(difference)) || after.keys().some((key) => !before.has(key)))
    return undefined;
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, each]) => each);
  return gone.every((each) => keyOf(each) === keyOf(difference) || isLike(each))
    ? { path, allow, covers: gone.length }
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

function keyOf({ class: found, part, pointers }: Difference): string {
  return [found, part, pointers.python, pointers.rust].join("\n");
}

/** The bodies as they are compared: a stream is an array of its items. */
function documentsOf({ python, rust }: Comparison): Pick<Given, "python" | "rust"> | undefined {
  if (python.outcome.kind !== "answer" || rust.outcome.kind !== "answer") return undefined;
  const readings = readBodies({ python: python.outcome, rust: rust.outcome });
  if (readings.kind !== "json" || readings.python.kind !== "document" || readings.rust.kind !== "document")
    return undefined;
  return { python: readings.python.document, rust: readings.rust.document };
}

function refused(reason: string): RuleSuggestions {
  return { kind: "refused", reason };
}
