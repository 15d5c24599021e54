import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { SIDES, type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { Reveal } from "./reveal.ts";
import { type HeaderRow, pairHeaders } from "./layout/pair-headers.ts";
import { counted } from "./words.ts";

interface AnswerTableProps {
  readonly result: CaseResult;
  readonly reveal: Reveal | undefined;
}

/** Status and headers of the two answers. Headers that count as different are shown, the rest is folded. */
export function AnswerTable({ result, reveal }: AnswerTableProps): JSX.Element | null {
  const section = useRef<HTMLElement>(null);
  const part = reveal && result.differences[reveal.difference]?.part;
  useLayoutEffect(() => {
    if (part === "status" || part === "header") section.current?.scrollIntoView({ block: "center" });
  }, [part, reveal]);

  const { python, rust } = result.exchanges;
  if (python === undefined && rust === undefined) return null;
  const isStatusDifferent = result.differences.some((difference) => difference.part === "status");
  const headers = pairHeaders(headersOf(python), headersOf(rust), result.differences);
  const differing = headers.filter((header) => header.isDifferent);
  const rest = headers.filter((header) => !header.isDifferent);
  return (
    <section class="answers" aria-label="Status and headers" ref={section}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">Part</span>
            </th>
            {SIDES.map((side) => (
              <th scope="col" key={side}>
                {SIDE_NAMES[side]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr class={isStatusDifferent ? "differs" : ""}>
            <th scope="row">Status</th>
            {SIDES.map((side) => (
              <td key={side} class={side}>
                <StatusText exchange={result.exchanges[side]} />
              </td>
            ))}
          </tr>
          <HeaderRows headers={differing} />
        </tbody>
      </table>
      {rest.length > 0 && (
        <details>
          <summary>{counted(rest.length, differing.length > 0 ? "more header" : "header")}</summary>
          <table aria-label="Headers that do not count as different">
            <tbody>
              <HeaderRows headers={rest} />
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}

function HeaderRows({ headers }: { readonly headers: readonly HeaderRow[] }): JSX.Element {
  const cell = (side: Side, value: string | undefined): JSX.Element => (
    <td class={side}>{value === undefined ? <em class="quiet">absent</em> : <code>{value}</code>}</td>
  );
  return (
    <>
      {headers.map((header) => (
        <tr key={header.key} class={header.isDifferent ? "differs" : ""}>
          <th scope="row">{header.name}</th>
          {cell("python", header.python)}
          {cell("rust", header.rust)}
        </tr>
      ))}
    </>
  );
}

function StatusText({ exchange }: { readonly exchange: Exchange | undefined }): JSX.Element {
  if (exchange === undefined) return <em class="quiet">not asked</em>;
  if (exchange.outcome.kind === "unreachable")
    return (
      <span class="unreachable">
        {exchange.outcome.came === undefined ? "No answer" : `Broken off (${exchange.outcome.came.status})`}:{" "}
        {exchange.outcome.reason}
      </span>
    );
  return (
    <>
      <code>{exchange.outcome.status}</code>
      <span class="quiet"> {durationText(exchange.outcome.durationMs)}</span>
    </>
  );
}

function durationText(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms).toLocaleString("en")} ms`;
}

function headersOf(exchange: Exchange | undefined): readonly (readonly [name: string, value: string])[] {
  return exchange?.outcome.kind === "answer" ? exchange.outcome.headers : [];
}
