import type { JSX } from "preact";

import { SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import type { ClusterRecord, EndpointRecord } from "#core/model/run/run-record.ts";
import { CaseList } from "../case-list.tsx";
import { CaseView } from "../case-view.tsx";
import { VerdictLine } from "../header.tsx";
import { NotReached } from "../not-reached.tsx";
import type { ReportChoice } from "./report-choice.ts";
import type { ReportedEndpoint } from "./report-run.ts";

interface ReportEndpointProps {
  readonly endpoint: ReportedEndpoint;
  /** Those of the whole run. */
  readonly causes: readonly ClusterRecord[];
  readonly choice: ReportChoice;
  readonly choose: (choice: ReportChoice) => void;
}

/** One endpoint as the panel shows it, without what only an editor can do. */
export function ReportEndpoint({ endpoint, causes, choice, choose }: ReportEndpointProps): JSX.Element {
  const { record, verdict, results, notReached } = endpoint;
  const chosen =
    results.find((result) => result.case.id === choice.case) ??
    results.find((result) => result.verdict === "differs") ??
    results.find((result) => result.verdict === "failed") ??
    results[0];
  const isChosen = chosen?.case.id === choice.case;
  return (
    <>
      <header class="header">
        <h1>
          <span class="method">{record.method}</span> {record.path}
        </h1>
        <VerdictLine verdict={verdict} />
        <Handlers record={record} />
      </header>
      {chosen === undefined ? (
        <>
          <p class="welcome">{record.reason ?? "No case was sent."}</p>
          <NotReached steps={notReached} />
        </>
      ) : (
        <div class="columns">
          <CaseList
            results={results}
            chosen={chosen.case.id}
            notReached={<NotReached steps={notReached} />}
            choose={(id) => {
              choose({ endpoint: record.endpoint, case: id });
            }}
          />
          <CaseView
            key={`${chosen.case.id} ${isChosen ? (choice.difference ?? "") : ""}`}
            result={chosen}
            causes={causes}
            {...(isChosen && choice.difference !== undefined && { first: choice.difference })}
          />
        </div>
      )}
    </>
  );
}

/** Where both handlers stand: the page cannot open an editor. */
export function Handlers({ record }: { readonly record: EndpointRecord }): JSX.Element {
  return (
    <dl class="handlers">
      {SIDES.toReversed().map((side) => {
        const handler = record.handlers[side];
        return (
          handler && (
            <div key={side}>
              <dt class="quiet">{SIDE_NAMES[side]} </dt>
              <dd>
                <code>{placeText(handler.place)}</code> {handler.name}
              </dd>
            </div>
          )
        );
      })}
    </dl>
  );
}
