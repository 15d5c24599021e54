import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from "vscode-languageserver";

import { SIDES } from "#core/model/endpoint.ts";
import type { Finding, FindingSeverity } from "#core/model/finding.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { handlerPlace } from "#protocol/handler-place.ts";

import type { ProjectSnapshot } from "./project-snapshot.ts";
import { joinPath, uriOfPath } from "./uris.ts";

const SEVERITIES: Readonly<Record<FindingSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * The findings of a project as LSP diagnostics, by URI. A finding without a place stands at the start of the project
 * file; one about an endpoint names the endpoint's other places as related.
 */
export function diagnosticsByUri(
  snapshot: Pick<ProjectSnapshot, "ledger" | "findings">,
  { projectFile, folder }: { readonly projectFile: string; readonly folder: string },
): ReadonlyMap<string, readonly Diagnostic[]> {
  const rows = new Map(snapshot.ledger.rows.map((row) => [row.key, row]));
  const diagnostics = new Map<string, Diagnostic[]>();
  for (const finding of snapshot.findings) {
    const uri = uriOfPath(finding.place === undefined ? projectFile : joinPath(folder, finding.place.file));
    const row = finding.endpoint === undefined ? undefined : rows.get(finding.endpoint);
    const diagnostic = asDiagnostic(finding, relatedInformation(finding, row, folder));
    const ofFile = diagnostics.get(uri);
    if (ofFile === undefined) diagnostics.set(uri, [diagnostic]);
    else ofFile.push(diagnostic);
  }
  return diagnostics;
}

function asDiagnostic(finding: Finding, related: DiagnosticRelatedInformation[]): Diagnostic {
  return {
    range: finding.place?.range ?? START,
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    source: "portolan",
    message: findingText(finding),
    // What a quick fix goes by.
    data: finding.facts,
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

function relatedInformation(
  finding: Finding,
  row: LedgerRow | undefined,
  folder: string,
): DiagnosticRelatedInformation[] {
  if (row === undefined) return [];
  const endpoint = `${row.method} ${row.path}`;
  const places: readonly (readonly [string, Place | undefined])[] = [
    ...SIDES.map((side) => [side === "python" ? "Python handler" : "Rust handler", handlerPlace(row, side)] as const),
    ["contract", row.operation?.place],
  ];
  return places.flatMap(([what, place]) =>
    place === undefined || place.file === finding.place?.file
      ? []
      : [
          {
            location: { uri: uriOfPath(joinPath(folder, place.file)), range: place.range },
            message: `${endpoint}: ${what}`,
          },
        ],
  );
}
