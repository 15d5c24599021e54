import { allowanceName } from "#core/model/rules/allowance.ts";
import type { Hint } from "#core/model/run/difference.ts";
import { ROOT, type JsonDocument } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { ALLOWANCES, allowsPair } from "../allowances/allowances.ts";
import type { ScalarPair } from "../allowances/scalar-pair.ts";
import { isSameButHandedOn } from "../matching/handed-on.ts";
import type { IndexedRule } from "../rules/rule-marks.ts";
import { joinTexts, looksLikeId } from "../matching/ids-in-texts.ts";
import type { Tally } from "../tally.ts";

/** Of one header the rules that are for it, with their places in the list of all. */
export interface HeaderRules {
  readonly rules: readonly { readonly position: number; readonly rule: IndexedRule["rule"] }[];
  readonly tally: Tally;
}

/** The rules for a header, or for one cookie; each counts a hit. A rule for Set-Cookie without a name is for all cookies. */
export function rulesForHeader(
  rules: readonly IndexedRule[],
  tally: Tally,
  header: string,
  cookie?: string,
): HeaderRules {
  const own = rules.flatMap(({ rule }, position) => {
    const { target } = rule;
    if (target.part !== "header" || target.name !== header) return [];
    return target.cookie === undefined || target.cookie === cookie ? [{ position, rule }] : [];
  });
  for (const { position } of own) tally.hits.set(position, (tally.hits.get(position) ?? 0) + 1);
  return { rules: own, tally };
}

/** Whether nothing of a header is compared, not even that it is there. */
export function isHeaderIgnored({ rules }: HeaderRules): boolean {
  return rules.some(({ rule }) => rule.allow === "ignore");
}

/**
 * What rules, and what a scenario hands on, say of two values of a header that are both there: they pass, or why the ids in
 * them do not go together.
 */
export function loosenHeader({ rules, tally }: HeaderRules, python: string, rust: string): "passes" | Hint | undefined {
  let broken: Hint | undefined;
  if (isSameButHandedOn(python, rust, tally.renaming)) return "passes";
  for (const { rule } of rules) {
    const { allow } = rule;
    if (allow === "ignore" || allow === "type only") return "passes";
    if (!ALLOWANCES[allowanceName(allow)].servesHeaders) continue;
    if (allow === "renamed ids" || allow === "renamed uuids") {
      const joined = joinIds(python, rust, allow === "renamed ids" ? looksLikeId : isUuid, tally);
      if (joined === "passes") return "passes";
      broken ??= joined;
    } else if (allowsPair(allow, scalarPair(python, rust))) {
      return "passes";
    }
  }
  return broken;
}

/** Ids stand in a header as a part of it, `/api/nodes/7f3a?from=2`; they have to go together as those in a body do. */
function joinIds(
  python: string,
  rust: string,
  isId: (text: string) => boolean,
  { renaming }: Tally,
): "passes" | Hint | undefined {
  const joined = joinTexts(python, rust, {
    renaming,
    place: "a header",
    mayJoin: (left, right) => isId(left) && isId(right),
  });
  return joined === "differs" ? undefined : joined;
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}

/** Two values of a header as the allowances take them: numbers where both are, else texts. */
export function scalarPair(python: string, rust: string): ScalarPair {
  const areNumbers = [python, rust].every((value) => /^-?\d+(?:\.\d+)?$/.test(value));
  const asDocument = (value: string): JsonDocument => {
    const reading = readJson(areNumbers ? value : JSON.stringify(value));
    if (reading.kind === "malformed") throw new Error(`A header's value is not JSON: ${reading.reason}`);
    return reading.document;
  };
  return { python: asDocument(python), pythonNode: ROOT, rust: asDocument(rust), rustNode: ROOT };
}
