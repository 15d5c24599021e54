import {
  type Allowance,
  type AllowanceName,
  type AllowanceValues,
  allowanceName,
} from "#core/model/rules/allowance.ts";
import { EQUAL_AS } from "./equal-as.ts";
import { PATTERN } from "./pattern.ts";
import { DECODED } from "./decoded.ts";
import { EQUAL_BUT_FOR } from "./equal-but-for.ts";
import { URL_PARAMETERS } from "./url-parameters.ts";
import { RENAMED_UUIDS } from "./renamed-uuids.ts";
import { ALIKE } from "./alike.ts";
import { RENAMED_KEYS } from "./renamed-keys.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { EQUAL_UP_TO } from "./equal-up-to.ts";
import { FORMAT } from "./format.ts";
import { IGNORE } from "./ignore.ts";
import { KEYED_BY } from "./keyed-by.ts";
import { RENAMED_IDS } from "./renamed-ids.ts";
import type { CandidatePair, ScalarPair } from "./scalar-pair.ts";
import { TIME_TOLERANCE } from "./time-tolerance.ts";
import { TOLERANCE } from "./tolerance.ts";
import { TYPE_ONLY } from "./type-only.ts";
import { UNORDERED } from "./unordered.ts";

type Kinds = { readonly [Name in AllowanceName]: AllowanceKind<AllowanceValues[Name]> };

/** All that a rule may allow, in the order in which they are proposed: the narrowest first. */
export const ALLOWANCES: Kinds = {
  unordered: UNORDERED,
  "keyed by": KEYED_BY,
  "equal up to": EQUAL_UP_TO,
  "time tolerance": TIME_TOLERANCE,
  "equal as": EQUAL_AS,
  decoded: DECODED,
  "renamed ids": RENAMED_IDS,
  "renamed uuids": RENAMED_UUIDS,
  "renamed keys": RENAMED_KEYS,
  "url parameters": URL_PARAMETERS,
  "equal but for": EQUAL_BUT_FOR,
  alike: ALIKE,
  pattern: PATTERN,
  tolerance: TOLERANCE,
  format: FORMAT,
  "type only": TYPE_ONLY,
  ignore: IGNORE,
};

/** Their names, in that order. */
export const ALLOWANCE_NAMES: readonly AllowanceName[] = Object.keys(ALLOWANCES).filter(isName);

function isName(name: string): name is AllowanceName {
  return Object.hasOwn(ALLOWANCES, name);
}

/** Whether an allowance of role `value` lets two scalars pass that disagree. */
export function allowsPair(allow: Allowance, pair: ScalarPair): boolean {
  const { concerns, allows } = kindNamed(allowanceName(allow));
  if (concerns?.(pair.python.kinds[pair.pythonNode] ?? 0) !== true) return false;
  return allows?.(pair, valueOf(allow)) ?? false;
}

/** Whether an allowance of role `value` is about two scalars of one kind. */
export function isAboutPair(allow: Allowance, pair: ScalarPair): boolean {
  const { concerns, isAbout } = kindNamed(allowanceName(allow));
  return concerns?.(pair.python.kinds[pair.pythonNode] ?? 0) === true && (isAbout?.(pair) ?? true);
}

/** A text without what an allowance takes for another one; undefined where it may be any other. */
export function blankedBy(allow: Allowance, text: string): string | undefined {
  return kindNamed(allowanceName(allow)).blank?.(text, valueOf(allow));
}

/** What an allowance lets pass, a sentence. */
export function meaningOf(allow: Allowance): string {
  return kindNamed(allowanceName(allow)).meaning(valueOf(allow));
}

/** What could let two scalars pass, the narrowest first. They are still to be tried. */
export function candidatesFor(pair: CandidatePair): readonly Allowance[] {
  return ALLOWANCE_NAMES.flatMap((name) => {
    const { shape, proposes } = kindNamed(name);
    const values = proposes?.(pair) ?? [];
    return values.map((value) => (shape === undefined ? name : { kind: name, value }) as Allowance);
  });
}

function valueOf(allow: Allowance): AllowanceValues[AllowanceName] {
  return typeof allow === "string" ? true : allow.value;
}

/** A name and a value that are read from one allowance belong together, which a union cannot say. */
function kindNamed(name: AllowanceName): AllowanceKind<AllowanceValues[AllowanceName]> {
  return ALLOWANCES[name] as AllowanceKind<AllowanceValues[AllowanceName]>;
}
