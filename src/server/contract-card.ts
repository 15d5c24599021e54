import { SIDES } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import { markdownCodeSpan, markdownText } from "#protocol/markdown.ts";
import { markedRowText } from "#protocol/verdict-text.ts";

import { joinPath, nameOf, uriOfPath } from "./uris.ts";

/** What the contract says of an endpoint, where its handlers are and how it stands, as Markdown for a hover. */
export function contractCard(row: LedgerRow, folder: string, nowMs: number): string {
  const { operation } = row;
  const places = [
    ...SIDES.map((side) => link(side === "python" ? "Python" : "Rust", handlerPlace(row, side), folder)),
    link("Contract", operation?.place, folder),
  ].filter((text) => text !== "");
  return [
    `**${markdownCodeSpan(`${row.method} ${row.path}`)}** — ${markdownText(markedRowText(row, nowMs))}`,
    row.keptReason === undefined ? "" : `Stays with Python: ${markdownText(row.keptReason)}`,
    operation === undefined ? "Not in the contract." : operationLines(operation),
    places.join(" · "),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function operationLines(operation: Operation): string {
  const parameters = operation.parameters.map(
    ({ name, in: where, isRequired }) => `- ${markdownCodeSpan(name)} in ${where}${isRequired ? "" : ", optional"}`,
  );
  const body = operation.body === undefined ? [] : [`- body ${markdownCodeSpan(operation.body.mediaType)}`];
  const facts = [
    operation.statuses.length === 0
      ? ""
      : `Answers ${operation.statuses.map((status) => markdownCodeSpan(status)).join(", ")}`,
    operation.isSecured ? "needs a login" : "",
    operation.isDeprecated ? "deprecated" : "",
  ].filter((text) => text !== "");
  return [
    operation.summary === undefined ? "" : markdownText(operation.summary),
    [...parameters, ...body].join("\n"),
    facts.join(" · "),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function link(title: string, place: Place | undefined, folder: string): string {
  if (place === undefined) return "";
  const line = place.range.start.line + 1;
  return `[${title}: ${markdownText(nameOf(place.file))}:${line}](${uriOfPath(joinPath(folder, place.file))}#L${line})`;
}
