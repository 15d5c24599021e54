import { EVERY_ENDPOINT, parseEndpointPattern, type EndpointPattern } from "#core/model/rules/endpoint-pattern.ts";
import type { Rule, RuleCondition, RuleTarget } from "#core/model/rules/rule.ts";
import { readJsonFilter } from "#core/text/json-path/json-path-reader.ts";
import { allowance } from "./yaml-allowance.ts";
import { problemText, readTarget, TARGET_SCHEMA, targetFields, type WrittenTarget } from "./yaml-rule-target.ts";
import { oneOrMore, optional, record, refined, required, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { integer, text, writtenText } from "#core/text/yaml/yaml-values.ts";

/** A condition over a document (RFC 9535), as it is written. */
export const filter: Shape<string> = refined(text, {}, (value, range, at) => {
  const reading = readJsonFilter(value);
  if (reading.kind === "filter") return value;
  at.report("rule-condition-unreadable", range, { text: value, reason: problemText(reading) });
  return undefined;
});

/** A day that exists, `2026-12-31`. */
const day: Shape<string> = refined(text, { pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }, (value, range, at) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value)) return value;
  at.report("day-unreadable", range, { key: at.path, value });
  return undefined;
});

/** An endpoint, or a pattern of endpoints. */
export const endpointPattern: Shape<EndpointPattern> = refined(
  text,
  { pattern: String.raw`^\s*([A-Za-z]+|\*)\s+/\S*\s*$` },
  (value, range, at) => {
    const pattern = parseEndpointPattern(value);
    if (pattern === undefined) at.report("endpoint-pattern-unreadable", range, { text: value });
    return pattern;
  },
);

const condition = record({
  answer: optional("A filter over both answers' bodies (RFC 9535): $.kind == 'draft'", filter),
  request: optional(
    "A filter over the request, which has method, path, query, headers and body: $.query.verbose == 'true'",
    filter,
  ),
  status: optional("The status of both answers.", integer(100, 599)),
});

/** The keys of a rule but for the endpoint, which a rule of a case does not have. */
const keys = {
  ...targetFields,
  allow: required(
    '"ignore" does not compare them, "type only" compares only their JSON types, "unordered" an array in any order, "renamed ids" texts and numbers up to one renaming; a mapping says more: { format: uuid }',
    allowance,
  ),
  reason: required("Why the values may differ.", text, "rule-without-reason"),
  owner: optional("Who answers for it.", text),
  issue: optional("Where it is discussed: a number or an address.", writtenText),
  expires: optional("The last day on which it holds. After it, the run fails: 2026-12-31", day),
  limit: optional(
    "How many values it may take from being compared in one case, both answers counted; 1000 without this.",
    integer(1, 100_000_000),
  ),
  when: optional("When it applies; all that is given must hold.", condition),
};

/** A rule of a case. */
export const caseRule = withTarget(record(keys));

/** A rule of the project file. */
export const projectRule = withTarget(
  record({
    endpoint: optional(
      "The endpoint that the rule is for, or a list of them; * stands for a method or a segment, ** for any segments. Without it the rule is for every endpoint.",
      oneOrMore(endpointPattern),
    ),
    ...keys,
  }),
);

/** The endpoints of a rule of the project file; an empty list is for none, and hits nothing. */
export function endpointsOf({
  endpoint,
}: {
  readonly endpoint?: readonly EndpointPattern[] | undefined;
}): readonly EndpointPattern[] {
  return endpoint ?? [EVERY_ENDPOINT];
}

/** The same rule with what it is for, which several keys say. */
function withTarget<T extends WrittenTarget>(shape: Shape<T>): Shape<T & { readonly target: RuleTarget }> {
  return refined(shape, TARGET_SCHEMA, (written, range, at) => {
    const target = readTarget(written, range, at);
    return target && { ...written, target };
  });
}

type Written = NonNullable<ReturnType<typeof caseRule.read>>;

/** What is written, without the keys that are not there. */
export function asRule(written: Written, rest: Pick<Rule, "endpoints" | "place" | "case">): Rule {
  const { target, allow, reason, owner, issue, expires, limit, when } = written;
  return {
    endpoints: rest.endpoints,
    target,
    allow,
    reason,
    ...(owner !== undefined && { owner }),
    ...(issue !== undefined && { issue }),
    ...(expires !== undefined && { expires }),
    ...(limit !== undefined && { limit }),
    ...(when !== undefined && { when: asCondition(when) }),
    ...(rest.case !== undefined && { case: rest.case }),
    place: rest.place,
  };
}

function asCondition({ answer, request, status }: NonNullable<Written["when"]>): RuleCondition {
  return {
    ...(answer !== undefined && { answer }),
    ...(request !== undefined && { request }),
    ...(status !== undefined && { status }),
  };
}
