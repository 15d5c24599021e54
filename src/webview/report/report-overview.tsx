import type { JSX } from "preact";

import { placeText } from "#core/model/place.ts";
import type {
  ClusterRecord,
  EndpointRecord,
  FindingRecord,
  RuleRecord,
  RunRecord,
} from "#core/model/run/run-record.ts";
import { CauseHead } from "../cause-head.tsx";
import { type ReportChoice, hashOf } from "./report-choice.ts";
import { Handlers } from "./report-endpoint.tsx";
import { NotReached } from "../not-reached.tsx";
import type { ReportedRun } from "./report-run.ts";
import { Sentence, ValuePair } from "../value-pair.tsx";
import { counted } from "../words.ts";

interface ReportOverviewProps {
  readonly run: ReportedRun;
  readonly choose: (choice: ReportChoice) => void;
}

/** The run as a whole: what came out, each cause of differences once, rules and findings. */
export function ReportOverview({ run, choose }: ReportOverviewProps): JSX.Element {
  const { record } = run;
  return (
    <main class="overview" aria-label="Overview" tabIndex={0}>
      <h1>Parity report</h1>
      <Totals record={record} />
      {record.outcome.kind !== "completed" && (
        <p class="unreachable">
          {record.outcome.kind === "failed" ? record.outcome.reason : "The run was cancelled before its end."}
        </p>
      )}
      <Failures run={run} choose={choose} />
      {record.clusters.length > 0 && (
        <section class="causes" aria-labelledby="causes">
          <h2 id="causes">{counted(record.clusters.length, "cause")} of differences</h2>
          {record.clusters.map((cluster, index) => (
            <Cause key={index} cluster={cluster} run={run} choose={choose} />
          ))}
        </section>
      )}
      <NotReached
        steps={run.endpoints.flatMap(({ record: { method, path }, notReached }) =>
          notReached.map(({ name, reason }) => ({ name: `${method} ${path}: ${name}`, reason })),
        )}
      />
      {record.findings.length > 0 && <Findings findings={record.findings} />}
      {record.rules.length > 0 && <Rules rules={record.rules} />}
    </main>
  );
}

function Totals({ record }: { readonly record: RunRecord }): JSX.Element {
  const { totals, coverage, times } = record;
  const { endpoints, cases, unported, withoutCases } = totals;
  const others = record.endpoints.filter(({ isOfNoEndpoint }) => isOfNoEndpoint);
  const otherCases = others.reduce((sum, one) => sum + one.cases, 0);
  const otherMatches = others.reduce((sum, one) => sum + one.matched, 0);
  const all = coverage.compared + coverage.ignored + coverage.loosened;
  const parts = [
    counted(endpoints.match, "endpoint") + (endpoints.match === 1 ? " matches" : " match"),
    ...(endpoints.differs > 0 ? [`${endpoints.differs} ${endpoints.differs === 1 ? "differs" : "differ"}`] : []),
    ...(endpoints.failed > 0 ? [`${endpoints.failed} failed`] : []),
    ...(withoutCases.length > 0 ? [`${withoutCases.length} without a case`] : []),
    ...(unported.length > 0 ? [`${unported.length} not ported`] : []),
    ...(others.length > 0 ? [`${otherMatches} of ${counted(otherCases, "request")} of no endpoint match`] : []),
  ];
  return (
    <>
      <p class="overview-verdict">{parts.join(", ")}.</p>
      <p class="quiet">
        {cases.match.toLocaleString("en")} of {counted(cases.match + cases.differs + cases.failed, "case")} match;{" "}
        {coverage.compared.toLocaleString("en")} of {counted(all, "value")} compared,{" "}
        {coverage.ignored.toLocaleString("en")} ignored, {coverage.loosened.toLocaleString("en")} loosened;{" "}
        {(times.durationMs / 1000).toFixed(1)} s.
      </p>
    </>
  );
}

interface CauseProps {
  readonly cluster: ClusterRecord;
  readonly run: ReportedRun;
  readonly choose: (choice: ReportChoice) => void;
}

function Cause({ cluster, run, choose }: CauseProps): JSX.Element | null {
  const { example } = cluster;
  const result = run.endpoints
    .find(({ record }) => record.endpoint === example.endpoint)
    ?.results.find((one) => one.case.id === example.case);
  const difference = result?.differences[example.difference];
  if (result === undefined || difference === undefined) return null;
  const own = run.endpoints.filter(({ record }) => cluster.endpoints.includes(record.endpoint));
  return (
    <article class="cause">
      <CauseHead cause={cluster} />
      <p>
        <ValuePair values={difference.values} />
      </p>
      <p>
        <a
          href={hashOf(example)}
          onClick={(event) => {
            event.preventDefault();
            choose(example);
          }}
        >
          Show it in “{result.case.name}”
        </a>
      </p>
      <ul>
        {own.map(({ record }) => (
          <li key={record.endpoint}>
            <a
              href={hashOf({ endpoint: record.endpoint })}
              onClick={(event) => {
                event.preventDefault();
                choose({ endpoint: record.endpoint });
              }}
            >
              {record.method} {record.path}
            </a>
            <Handlers record={record} />
          </li>
        ))}
      </ul>
    </article>
  );
}

interface Failure {
  readonly record: EndpointRecord;
  /** The case's id; absent where the endpoint failed before its first case. */
  readonly id: string | undefined;
  readonly name: string;
  readonly reason: string | undefined;
}

/** What could not be compared, by its reason: endpoints that failed before their first case, and cases. */
function Failures({ run, choose }: ReportOverviewProps): JSX.Element | null {
  const failures = run.endpoints.flatMap(({ record, results }): readonly Failure[] => {
    const failed = results.filter((result) => result.verdict === "failed");
    const cases = failed.map(({ case: { id, name }, reason }) => ({ record, id, name, reason }));
    if (cases.length > 0 || record.verdict !== "failed") return cases;
    return [{ record, id: undefined, name: "no case was sent", reason: record.reason }];
  });
  if (failures.length === 0) return null;
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{counted(failures.length, "failure")}</h2>
      <ul class="findings">
        {[...Map.groupBy(failures, ({ reason }) => reason)].map(([reason, own]) => (
          <li key={reason}>
            {reason}
            <ul>
              {own.map(({ record, id, name }) => {
                const choice = { endpoint: record.endpoint, ...(id !== undefined && { case: id }) };
                return (
                  <li key={hashOf(choice)}>
                    <a
                      href={hashOf(choice)}
                      onClick={(event) => {
                        event.preventDefault();
                        choose(choice);
                      }}
                    >
                      {record.method} {record.path}: {name}
                    </a>
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Findings({ findings }: { readonly findings: readonly FindingRecord[] }): JSX.Element {
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">{counted(findings.length, "finding")}</h2>
      <ul class="findings">
        {findings.map(({ code, severity, message, place }, index) => (
          <li key={`${code} ${index}`}>
            <strong>{severity}</strong> {place && <code>{placeText(place)} </code>}
            <Sentence text={message} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rules({ rules }: { readonly rules: readonly RuleRecord[] }): JSX.Element {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules</h2>
      <table class="rules">
        <thead>
          <tr>
            <th scope="col">Hits</th>
            <th scope="col">Rule</th>
            <th scope="col">Endpoint</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ endpoint, allow, reason, hits, byEndpoint = [], ...rule }, index) => (
            <tr key={index}>
              <td>{hits.toLocaleString("en")}</td>
              <td>
                {allow} <code>{targetOf(rule)}</code>
              </td>
              <td>
                {byEndpoint.length === 0 ? (
                  <code>{endpoint}</code>
                ) : (
                  <details>
                    <summary>
                      {endpoint}: hits in {counted(byEndpoint.length, "endpoint")}
                    </summary>
                    <ul>
                      {byEndpoint.map((each) => (
                        <li key={each.endpoint}>
                          <code>{each.endpoint}</code> {each.hits.toLocaleString("en")}
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function targetOf({ path, effect, header, cookie }: Pick<RuleRecord, "path" | "effect" | "header" | "cookie">): string {
  if (effect !== undefined) return `effect ${effect}`;
  if (cookie !== undefined) return `cookie ${cookie}`;
  return header === undefined ? (path ?? "") : `header ${header}`;
}
