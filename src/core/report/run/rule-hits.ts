import type { EndpointKey } from "#core/model/endpoint.ts";
import { endpointsText } from "#core/model/rules/endpoint-pattern.ts";
import { type RuleHits, targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import { endpointName, rowsOf } from "./handler-places.ts";
import type { RunReport } from "./run-report.ts";
import { counted, oneLine } from "../layout/text-table.ts";

/** A rule of a run and how often it applied. */
export interface RuleHitText {
  readonly hits: number;
  /** `in 2 endpoints: GET /a 3, POST /b 1`; absent where the rule was tried at one endpoint alone, or hit nothing. */
  readonly byEndpoint?: string;
  /** `ignore $.id for GET /api/nodes/{node_id}` */
  readonly rule: string;
  readonly reason: string;
}

/** The rules that a run tried, each with its hits, in the order of the project. */
export function ruleHitTexts({ rules, ended, ledger }: RunReport): readonly RuleHitText[] {
  const rows = rowsOf(ledger);
  const nameOf = (endpoint: EndpointKey): string => endpointName(endpoint, rows);
  return ended.ruleHits.flatMap((found) => {
    const rule = rules[found.rule];
    if (rule === undefined) return [];
    const { allow, target, endpoints, reason } = rule;
    const where = oneLine(hitsByEndpoint(found, nameOf));
    return [
      {
        hits: found.hits,
        ...(where !== "" && { byEndpoint: where }),
        rule: oneLine(`${allowanceText(allow)} ${targetText(target)} for ${endpointsText(endpoints, nameOf)}`),
        reason: oneLine(reason),
      },
    ];
  });
}

/** More endpoints of one rule say no more. */
const MOST_ENDPOINTS = 5;

/** At which endpoints a rule applied, those first where it did most: `in 2 endpoints: GET /a 3, POST /b 1` */
export function hitsByEndpoint(
  { byEndpoint = [] }: Pick<RuleHits, "byEndpoint">,
  nameOf: (endpoint: EndpointKey) => string,
): string {
  if (byEndpoint.length === 0) return "";
  const shown = byEndpoint
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, MOST_ENDPOINTS)
    .map(({ endpoint, hits }) => `${nameOf(endpoint)} ${hits}`);
  const more = byEndpoint.length > MOST_ENDPOINTS ? ` and ${byEndpoint.length - MOST_ENDPOINTS} more` : "";
  return `in ${counted(byEndpoint.length, "endpoint")}: ${shown.join(", ")}${more}`;
}

/** `3 hits: ignore $.id for GET /api/nodes/{node_id}`, `4 hits in 2 endpoints: GET /a 3, POST /b 1: …` */
export function ruleHitLine({ hits, byEndpoint, rule }: RuleHitText): string {
  return `${counted(hits, "hit")}${byEndpoint === undefined ? "" : ` ${byEndpoint}`}: ${rule}`;
}
