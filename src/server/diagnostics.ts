import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticSeverity } from "vscode-languageserver";

import { SIDES } from "#core/model/endpoint.ts";
import type { Finding, FindingSeverity } from "#core/model/finding.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { handlerPlace } from "#protocol/handler-place.ts";
import { canBeStubbed } from "#protocol/verdict-text.ts";

import type { ProjectSnapshot } from "./project-snapshot.ts";
import { joinPath, uriOfPath } from "./uris.ts";

const SEVERITIES: Readonly<Record<FindingSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** The code of the diagnostic at a Python handler that has no counterpart. */
export const HANDLER_MISSING = "handler-missing";

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * The findings of a project as LSP diagnostics, by URI. A finding without a place stands at the start of the project
 * file; one about an endpoint names the endpoint's other places as related. A Python handler without a counterpart has a
 * hint.
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
  for (const row of snapshot.ledger.rows) {
    const place = handlerPlace(row, "python");
    if (place === undefined || !canBeStubbed(row)) continue;
    const uri = uriOfPath(joinPath(folder, place.file));
    diagnostics.set(uri, [...(diagnostics.get(uri) ?? []), missingHandler(row, place)]);
  }
  return diagnostics;
}

/**
 * What Rust has no handler for is its status, which the tree and a lens tell: a hint, so that Problems keeps to what is
 * wrong.
 */
function missingHandler({ method, path, key }: LedgerRow, { range }: Place): Diagnostic {
  return {
    range,
    severity: DiagnosticSeverity.Hint,
    code: HANDLER_MISSING,
    source: "portolan",
    message: `Rust has no handler for ${method} ${path} yet.`,
    data: { endpoint: key },
  };
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
