import { SIDES } from "#core/model/endpoint.ts";
import type { Answer, Exchange } from "#core/model/run/exchange.ts";
import type { RuleCondition } from "#core/model/rules/rule.ts";
import { ROOT } from "#core/text/json/json-document.ts";
import { readJsonFilter } from "#core/text/json-path/json-path-reader.ts";
import { holdsAt } from "#core/text/json-path/json-path.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import type { BodyReading, BodyReadings } from "../bodies/read-bodies.ts";
import type { IndexedRule } from "./rule-marks.ts";

/** The two exchanges, both of which have an answer. */
export interface AnsweredPair {
  readonly request: Exchange["request"];
  readonly python: Answer;
  readonly rust: Answer;
  /** The bodies as they are compared. */
  readonly readings: BodyReadings;
}

/** The rules whose `when` holds, in their order. A condition on a body that is neither JSON nor items of JSON does not hold. */
export function rulesThatHold(rules: readonly IndexedRule[], pair: AnsweredPair): readonly IndexedRule[] {
  return rules.filter(({ rule }) => rule.when === undefined || holds(rule.when, pair));
}

function holds({ answer, request, status }: RuleCondition, pair: AnsweredPair): boolean {
  if (status !== undefined && (pair.python.status !== status || pair.rust.status !== status)) return false;
  if (request !== undefined && !holdsIn(request, readJson(requestText(pair.request)))) return false;
  const { readings } = pair;
  if (answer === undefined) return true;
  return readings.kind === "json" && SIDES.every((side) => holdsIn(answer, readings[side]));
}

function holdsIn(filter: string, body: BodyReading): boolean {
  const reading = readJsonFilter(filter);
  return reading.kind === "filter" && body.kind === "document" && holdsAt(reading.filter, body.document, ROOT);
}

/** A request as JSON. A name of the query that stands there several times is a list; a body that is not JSON is text. */
function requestText({ method, url, headers, body }: Exchange["request"]): string {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  const query = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
  const members = [
    ["method", method],
    ["path", pathname],
    ["query", query],
    ["headers", Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))],
  ].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  // The body goes in as it was sent, so that no digit is lost.
  if (body !== undefined) members.push(`"body":${readJson(body).kind === "document" ? body : JSON.stringify(body)}`);
  return `{${members.join(",")}}`;
}
