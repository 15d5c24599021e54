import type { EndpointKey, Method, Side } from "#core/model/endpoint.ts";
import type { Answer, Exchange } from "#core/model/run/exchange.ts";
import { endpointsText } from "#core/model/rules/endpoint-pattern.ts";
import { targetKeys } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type {
  CaseRecord,
  ClusterRecord,
  EndpointRecord,
  ExchangeRecord,
  RuleRecord,
  RunRecord,
  RunTimes,
} from "#core/model/run/run-record.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";
import { clusterTitle } from "./cluster-text.ts";
import { type Cluster, clustersOf } from "./clusters.ts";
import { findingRecord } from "../findings/finding-record.ts";
import { type Rows, endpointName, handlersOf, rowsOf } from "./handler-places.ts";
import { type RunReport, totalCoverage } from "./run-report.ts";

/** A run as it is published. `times` comes last and is all that differs between two runs that found the same. */
export function runRecord(report: RunReport): RunRecord {
  const { ledger, verdicts, results, notReached, findings, rules, ended } = report;
  const { durationMs, endpoints, cases, unported, withoutCases } = ended.totals;
  const rows = rowsOf(ledger);
  return {
    version: 1,
    outcome: ended.outcome,
    totals: { endpoints, cases, unported, withoutCases },
    ...(ended.program && { program: ended.program }),
    coverage: totalCoverage(results),
    endpoints: verdicts.map((verdict) => endpointRecord(verdict, rows)),
    clusters: clustersOf(results).map((cluster) => clusterRecord(cluster)),
    cases: results.map((result) => caseRecord(result)),
    notReached: notReached.map(({ case: { endpoint, id, name, place }, reason }) => {
      return { endpoint, case: id, name, place, reason };
    }),
    rules: ended.ruleHits.flatMap(({ rule: index, hits, byEndpoint }): readonly RuleRecord[] => {
      const rule = rules[index];
      if (rule === undefined) return [];
      const { endpoints: patterns, target, allow, reason } = rule;
      const nameOf = (key: EndpointKey): string => endpointName(key, rows);
      return [
        {
          endpoint: endpointsText(patterns, nameOf),
          ...Object.fromEntries(targetKeys(target)),
          allow: allowanceText(allow),
          reason,
          hits,
          ...(byEndpoint && { byEndpoint: byEndpoint.map((each) => ({ ...each, endpoint: nameOf(each.endpoint) })) }),
        },
      ];
    }),
    findings: findings.map((finding) => findingRecord(finding)),
    times: { durationMs, ...timesOf(verdicts, results) },
  };
}

function endpointRecord(
  { endpoint, isOfNoEndpoint, isGenerated, verdict, cases, matched, reason }: EndpointVerdict,
  rows: Rows,
): EndpointRecord {
  const row = rows.get(endpoint);
  return {
    endpoint,
    method: row?.method ?? methodOf(endpoint),
    path: row?.path ?? endpoint.slice(endpoint.indexOf(" ") + 1),
    ...(isOfNoEndpoint && { isOfNoEndpoint }),
    ...(isGenerated && { isGenerated }),
    verdict,
    cases,
    matched,
    ...(reason !== undefined && { reason }),
    handlers: handlersOf(row),
  };
}

/** The method in a key, which `endpointKey` made from one. */
function methodOf(endpoint: EndpointKey): Method {
  return endpoint.slice(0, endpoint.indexOf(" ")) as Method;
}

/** A cause as it is published. */
export function clusterRecord(cluster: Cluster): ClusterRecord {
  const { kind, severity, hint, differences, followers, paths, endpoints, cases } = cluster;
  const [{ result, index, difference }] = differences;
  return {
    kind,
    title: clusterTitle(cluster),
    class: difference.class,
    severity,
    part: difference.part,
    ...(hint !== undefined && { hint }),
    paths,
    endpoints,
    differences: differences.length,
    ...(followers.length > 0 && { followers: followers.length }),
    cases,
    example: { endpoint: result.case.endpoint, case: result.case.id, difference: index },
    members: membersOf(cluster),
  };
}

function membersOf({ differences, followers }: Cluster): ClusterRecord["members"] {
  const followersByResult = Map.groupBy(followers, ({ result }) => result);
  return [...Map.groupBy(differences, ({ result }) => result)].map(([result, own]) => {
    const after = followersByResult.get(result) ?? [];
    return {
      endpoint: result.case.endpoint,
      case: result.case.id,
      differences: own.map(({ index }) => index),
      ...(after.length > 0 && { followers: after.map(({ index }) => index) }),
    };
  });
}

function caseRecord(result: CaseResult): CaseRecord {
  const {
    case: sent,
    verdict,
    reason,
    differences,
    omittedDifferences,
    crashes,
    coverage,
    exchanges,
    effects,
  } = result;
  const { endpoint, id, name, method, target, expect, place } = sent;
  return {
    endpoint,
    case: id,
    name,
    method,
    target,
    ...(expect && { expect }),
    place,
    verdict,
    ...(reason !== undefined && { reason }),
    differences,
    ...(omittedDifferences !== undefined && { omittedDifferences }),
    ...(crashes && { crashes }),
    coverage,
    exchanges: {
      ...(exchanges.python !== undefined && { python: exchangeRecord(exchanges.python) }),
      ...(exchanges.rust !== undefined && { rust: exchangeRecord(exchanges.rust) }),
    },
    ...(effects && { effects }),
  };
}

function exchangeRecord({ request, outcome }: Exchange): ExchangeRecord {
  const sent = {
    ...request,
    url: withoutOrigin(request.url),
    headers: request.headers.filter(([name]) => name !== "host"),
  };
  return { request: sent, outcome: outcome.kind === "unreachable" ? outcome : answerRecord(outcome) };
}

function answerRecord(timed: Answer): Omit<Answer, "durationMs"> {
  const { durationMs: _, headers, ...answer } = timed;
  return { ...answer, headers: headers.filter(([name]) => name !== "date") };
}

/** `http://127.0.0.1:41234/api?x=1` → `/api?x=1` */
function withoutOrigin(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
}

function timesOf(
  verdicts: readonly EndpointVerdict[],
  results: readonly CaseResult[],
): Pick<RunTimes, "endpoints" | "cases"> {
  return {
    endpoints: Object.fromEntries(verdicts.map(({ endpoint, at }) => [endpoint, at])),
    cases: results.map((result) => {
      const pythonMs = durationOf(result, "python");
      const rustMs = durationOf(result, "rust");
      return {
        endpoint: result.case.endpoint,
        case: result.case.id,
        ...(pythonMs !== undefined && { pythonMs }),
        ...(rustMs !== undefined && { rustMs }),
      };
    }),
  };
}

function durationOf({ exchanges }: CaseResult, side: Side): number | undefined {
  const outcome = exchanges[side]?.outcome;
  return outcome?.kind === "answer" ? outcome.durationMs : undefined;
}
