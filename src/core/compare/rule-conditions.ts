import type { Answer, Exchange } from "#core/model/exchange.ts";
import type { RuleCondition } from "#core/model/rule.ts";
import { ROOT, type JsonDocument } from "#core/text/json-document.ts";
import { readJsonFilter } from "#core/text/json-path-reader.ts";
import { holdsAt } from "#core/text/json-path.ts";
import { readJson } from "#core/text/json-reader.ts";
import type { IndexedRule } from "./rule-marks.ts";

/** The two exchanges, both of which have an answer. */
export interface AnsweredPair {
  readonly request: Exchange["request"];
  readonly python: Answer;
  readonly rust: Answer;
}

/** The rules whose `when` holds, in their order. A condition on a body that is not JSON does not hold. */
export function rulesThatHold(rules: readonly IndexedRule[], pair: AnsweredPair): readonly IndexedRule[] {
  return rules.filter(({ rule }) => rule.when === undefined || holds(rule.when, pair));
}

function holds({ answer, request, status }: RuleCondition, pair: AnsweredPair): boolean {
  if (status !== undefined && (pair.python.status !== status || pair.rust.status !== status)) return false;
  if (request !== undefined && !holdsIn(request, requestText(pair.request))) return false;
  return answer === undefined || [pair.python, pair.rust].every(({ body }) => holdsIn(answer, bodyText(body)));
}

function holdsIn(filter: string, text: string): boolean {
  const reading = readJsonFilter(filter);
  const document = documentOf(text);
  return reading.kind === "filter" && document !== undefined && holdsAt(reading.filter, document, ROOT);
}

function documentOf(text: string): JsonDocument | undefined {
  const reading = readJson(text);
  return reading.kind === "document" ? reading.document : undefined;
}

function bodyText(body: Answer["body"]): string {
  return body.kind === "text" ? body.text : "";
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
  if (body !== undefined) members.push(`"body":${documentOf(body) === undefined ? JSON.stringify(body) : body}`);
  return `{${members.join(",")}}`;
}
