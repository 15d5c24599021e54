import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { useReportChoice } from "./report-choice.ts";
import { ReportEndpoint } from "./report-endpoint.tsx";
import { OVERVIEW, ReportList, type ReportRow } from "./report-list.tsx";
import { ReportOverview } from "./report-overview.tsx";
import type { ReportedRun } from "./report-run.ts";
import { VERDICT_WORDS, counted } from "../words.ts";

/** The whole page of a report: the endpoints, and beside them the chosen one or the overview. */
export function ReportPage({ run }: { readonly run: ReportedRun }): JSX.Element {
  const [choice, choose] = useReportChoice();
  const [filter, setFilter] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => rowsOf(run), [run]);
  const wanted = filter.trim().toLowerCase().split(/\s+/);
  const shown = rows.filter(
    (row) => row.id === OVERVIEW || wanted.every((word) => `${row.word} ${row.name}`.toLowerCase().includes(word)),
  );
  useSlash(search);

  const endpoint = run.endpoints.find((one) => one.record.endpoint === choice.endpoint);
  return (
    <div class="panel report">
      <div class="report-side">
        <div class="report-filter" role="search">
          <input
            ref={search}
            type="search"
            aria-label="Filter endpoints"
            placeholder="Filter, for example: differs nodes"
            title="Filter by path, method or verdict (/)"
            value={filter}
            onInput={(event) => {
              setFilter(event.currentTarget.value);
            }}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown") {
                event.preventDefault();
                list.current?.focus();
              }
              if (event.key === "Escape") setFilter("");
            }}
          />
          <span class="quiet" role="status">
            {counted(shown.filter((row) => row.id !== OVERVIEW).length, "endpoint")}
          </span>
        </div>
        <ReportList
          list={list}
          rows={shown}
          chosen={endpoint?.record.endpoint ?? OVERVIEW}
          choose={(id) => {
            choose(id === OVERVIEW ? {} : { endpoint: id });
          }}
        />
      </div>
      <div class="report-view">
        {endpoint === undefined ? (
          <ReportOverview run={run} choose={choose} />
        ) : (
          <ReportEndpoint
            key={endpoint.record.endpoint}
            endpoint={endpoint}
            causes={run.record.clusters}
            choice={choice}
            choose={choose}
          />
        )}
      </div>
    </div>
  );
}

function rowsOf({ record, endpoints }: ReportedRun): readonly ReportRow[] {
  const overview: ReportRow = { id: OVERVIEW, icon: "list-unordered", mark: "", word: "", name: "Overview", count: "" };
  const compared = endpoints.map(
    ({ record: { endpoint, method, path, isOfNoEndpoint, isGenerated, verdict, matched, cases } }): ReportRow => {
      const { icon, word } = VERDICT_WORDS[verdict];
      const count = `${matched.toLocaleString("en")} of ${cases.toLocaleString("en")}${isOfNoEndpoint ? ", no endpoint" : ""}${isGenerated ? ", generated" : ""}`;
      return { id: endpoint, icon, mark: `mark-${verdict}`, word, name: `${method} ${path}`, count };
    },
  );
  const unported = record.totals.unported.map((key): ReportRow => ({
    icon: "circle-outline",
    mark: "quiet",
    word: "Not ported",
    name: key,
    count: "not ported",
  }));
  const without = record.totals.withoutCases.map((key): ReportRow => ({
    icon: "circle-outline",
    mark: "quiet",
    word: "No case",
    name: key,
    count: "no case",
  }));
  return [overview, ...compared, ...without, ...unported];
}

/** The slash goes to the filter, as in lists of code hosts. */
function useSlash(search: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target === search.current) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
    };
  }, [search]);
}
