import type { Difference } from "#core/model/run/difference.ts";
import { SIDES } from "#core/model/endpoint.ts";
import { noAnswerText } from "#core/model/run/no-answer.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { followsStatus } from "#core/model/run/follows-status.ts";
import { placeText } from "#core/model/place.ts";
import type { RuleHits } from "#core/model/rules/rule.ts";
import type { SeverityPolicy } from "#core/model/rules/severity-policy.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { compareBodies } from "./bodies/compare-bodies.ts";
import { compareEffects } from "./effects/compare-effects.ts";
import { type RequestUrls, compareHeaders, uncomparedHeaders } from "./headers/compare-headers.ts";
import {
  type OwnServers,
  ownServers,
  textWithoutOwnServer,
  withOwnServers,
  withoutOwnServers,
} from "./bodies/own-server.ts";
import type { PlaceOf } from "./bodies/describe-disagreement.ts";
import type { EffectTexts } from "./effects/effect-documents.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";
import { hintFor } from "#core/gaps/hints.ts";
import { refusedField } from "#core/gaps/refused-field.ts";
import { readBodies } from "./bodies/read-bodies.ts";
import type { IdRenaming } from "./matching/renaming-ids.ts";
import { rulesThatHold } from "./rules/rule-conditions.ts";
import type { IndexedRule } from "./rules/rule-marks.ts";
import { severityUnder } from "./rules/rule-severity.ts";
import { SEVERITIES } from "./severity.ts";
import { type Tally, emptyTally } from "./tally.ts";

/** What is compared, and by which rules: those of the endpoint, each with its index in the project. */
export interface Comparison {
  readonly python: Exchange;
  readonly rust: Exchange;
  readonly rules: readonly IndexedRule[];
  readonly placeOf?: PlaceOf;
  /** The same for the body that was sent: where the field stands that reads it. */
  readonly requestPlaceOf?: PlaceOf;
  /** Differences beyond this many are counted, not kept; 1000 where it is not said. */
  readonly limit?: number;
  /**
   * Asked now and then while two JSON bodies are compared. Once it says yes, what is left is compared coarsely: values
   * written alike are equal, others are told as not looked into, and a case that differs in nothing else is `failed`.
   */
  readonly isTimeUp?: () => boolean;
  /** What differences of each class do at this endpoint. */
  readonly policy?: SeverityPolicy;
  /** Headers to compare besides those that always are, in lower case. */
  readonly headers?: readonly string[];
  /** Which case it is, for a reader of what is said about its ids. */
  readonly caseName?: string;
  /** The run's renaming of ids; what is compared here is added to it. */
  readonly renaming?: IdRenaming;
  /** What both sides wrote into their databases, where one of them did or was expected to. */
  readonly effects?: EffectTexts;
}

/** What came out of it; a part of a `CaseResult`. */
export type ComparisonResult = Pick<
  CaseResult,
  "verdict" | "reason" | "differences" | "omittedDifferences" | "coverage" | "ruleHits" | "notes" | "uncomparedHeaders"
>;

/**
 * Compares what the two sides answered, status, the headers that clients act on, every cookie, and the body, and what
 * they wrote into their databases, strictly, after the rules. Secrets are not masked, neither before nor in what comes out. `differs` where a difference is not cosmetic; `failed`, with a reason, where a side did not answer or
 * the rules left nothing of the bodies to compare; a rule that hit nothing is told with 0 hits.
 */
export function compareExchanges(comparison: Comparison): ComparisonResult {
  const python = comparison.python.outcome;
  const rust = comparison.rust.outcome;
  if (python.kind === "unreachable" || rust.kind === "unreachable") return unreachableResult(comparison);

  const servers = ownServers(comparison);
  const answers = servers === undefined ? { python, rust } : withoutOwnServers({ python, rust }, servers);
  const tally = emptyTally(comparison.policy, comparison.renaming);
  const readings = readBodies(answers, comparison.rules.some(looksIntoBodies));
  const { request } = comparison.python;
  const { method } = request;
  const rules = rulesThatHold(comparison.rules, { request, ...answers, readings });
  const { limit = 1000, isTimeUp, headers, caseName } = comparison;
  const effects = effectsOf(comparison, servers);
  const placeOfRefused = refusedPlace(answers, comparison);
  // An error is not written by the model of a good answer.
  const placeOf = python.status >= 400 || rust.status >= 400 ? placeOfRefused : comparison.placeOf;
  const status = compareStatus(answers, request, placeOfRefused);
  const bodies = compareBodies(answers, { readings, rules, placeOf, limit, isTimeUp, servers, caseName }, tally);
  const whyNothing = whyNothingCompared(tally, rules);
  // The ids of a body explain those of an address beside it.
  const lines = compareHeaders(answers, { method, urls: urlsOf(comparison, servers), headers, rules }, tally);
  const written =
    effects === undefined ? [] : compareEffects(effects, answers, { rules, limit, isTimeUp, servers, caseName }, tally);
  const differences = [...status, ...lines, ...bodies, ...written].map((each): Difference => {
    const shown = servers === undefined ? each : withOwnServers(each, servers);
    return { ...shown, severity: severityUnder(tally.policy, each.class, each.severity) };
  });
  const told = differences.map((each) => (followsStatus(each, differences) ? withoutHint(each) : each));

  const doesDiffer =
    tally.hasFailing || differences.some(({ severity, isCoarse }) => severity !== "cosmetic" && isCoarse !== true);
  const uncompared = uncomparedHeaders(answers, { method, headers });
  const reason = doesDiffer ? undefined : (tally.unfinished ?? whyNothing);
  return {
    verdict: doesDiffer ? "differs" : reason === undefined ? "match" : "failed",
    ...(reason !== undefined && { reason }),
    differences: told,
    ...(tally.omitted > 0 && { omittedDifferences: tally.omitted }),
    // The two statuses are leaves too.
    coverage: { compared: tally.compared + 2, ignored: tally.ignored, loosened: tally.loosened },
    ruleHits: comparison.rules.map((rule) => hitsOf(rule.index, rules.indexOf(rule), tally)),
    ...(tally.notes.length > 0 && { notes: tally.notes }),
    ...(uncompared !== undefined && { uncomparedHeaders: uncompared }),
  };
}

/** A rule that does needs the bodies as documents, also where they are the same. */
function looksIntoBodies({ rule }: IndexedRule): boolean {
  return rule.target.part === "body" || rule.when?.answer !== undefined;
}

/** Rows may hold a side's own address too. */
function effectsOf({ effects }: Comparison, servers: OwnServers | undefined): EffectTexts | undefined {
  if (effects === undefined || servers === undefined) return effects;
  return {
    python: textWithoutOwnServer(effects.python, servers, "python"),
    rust: textWithoutOwnServer(effects.rust, servers, "rust"),
  };
}

function urlsOf({ python, rust }: Comparison, servers: OwnServers | undefined): RequestUrls {
  if (servers === undefined) return { python: python.request.url, rust: rust.request.url };
  // Few answers have a header that is read beside it.
  return {
    get python() {
      return textWithoutOwnServer(python.request.url, servers, "python");
    },
    get rust() {
      return textWithoutOwnServer(rust.request.url, servers, "rust");
    },
  };
}

/** What an answer of another status says and what came of it has that status as its cause. */
function withoutHint(difference: Difference): Difference {
  const { hint: _, ...rest } = difference;
  return rest;
}

/** `position` is the rule's place in the list that was applied; below 0 where its condition did not hold. */
function hitsOf(index: number, position: number, tally: Tally): RuleHits {
  const swallowed = tally.swallowed.get(position) ?? 0;
  return {
    rule: index,
    hits: tally.hits.get(position) ?? 0,
    ...(swallowed > 0 && { swallowed }),
    ...(tally.wholes.has(position) && { isWhole: true }),
  };
}

/** Where each side reads the member that was refused. */
function refusedPlace(answers: AnswerPair, { requestPlaceOf }: Comparison): PlaceOf | undefined {
  const field = refusedField(answers);
  return field === undefined ? undefined : (side) => requestPlaceOf?.(side, field);
}

function compareStatus(
  answers: AnswerPair,
  request: Exchange["request"],
  placeOf: PlaceOf | undefined,
): readonly Difference[] {
  const { python, rust } = answers;
  if (python.status === rust.status) return [];
  const hint = hintFor({ class: "status", part: "status", answers, request, pointer: "" });
  const [pythonPlace, rustPlace] = [placeOf?.("python", ""), placeOf?.("rust", "")];
  const places = { ...(pythonPlace && { python: pythonPlace }), ...(rustPlace && { rust: rustPlace }) };
  return [
    {
      class: "status",
      severity: SEVERITIES.status,
      part: "status",
      pointers: {},
      values: { python: String(python.status), rust: String(rust.status) },
      ...(hint !== undefined && { hint }),
      ...((pythonPlace ?? rustPlace) && { places }),
    },
  ];
}

/** A body that the rules swallow must not pass: equal statuses alone prove nothing about it. */
function whyNothingCompared(tally: Tally, rules: readonly IndexedRule[]): string | undefined {
  const leaves = tally.ignored + tally.loosened;
  if (tally.compared > 0 || leaves === 0) return undefined;
  const because = (does: string, culprit: IndexedRule | undefined): string => {
    const place = culprit === undefined ? "" : ` (${placeText(culprit.rule.place)})`;
    return `${does} the whole body, so that nothing was compared${place}.`;
  };
  if (tally.loosened === 0) {
    return because(
      "The rules ignore",
      rules.find((_, position) => tally.hits.has(position)),
    );
  }
  // One rule may loosen the only value of a body, not all of many.
  const culprit = rules.find((_, position) => {
    return tally.wholes.has(position) || (leaves > 2 && tally.swallowed.get(position) === leaves);
  });
  return culprit && because("A rule loosens", culprit);
}

function unreachableResult(comparison: Comparison): ComparisonResult {
  const reasons = SIDES.flatMap((side) => {
    const { outcome } = comparison[side];
    return outcome.kind === "unreachable" ? [noAnswerText(side, outcome)] : [];
  });
  return {
    verdict: "failed",
    reason: reasons.join(" "),
    differences: [],
    coverage: { compared: 0, ignored: 0, loosened: 0 },
    ruleHits: comparison.rules.map(({ index }) => ({ rule: index, hits: 0 })),
  };
}
