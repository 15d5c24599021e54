import type { Finding } from "#core/model/finding.ts";
import { type Place, placeText } from "#core/model/place.ts";
import { oneLine } from "../layout/text-table.ts";
import { findingText } from "./finding-text.ts";
import { pathInRepository } from "./report-place.ts";

export type SarifLevel = "error" | "warning" | "note";

/** A result as SARIF tells it, before paths and rules are filled in. */
export interface SarifResult {
  readonly rule: string;
  readonly level: SarifLevel;
  readonly text: string;
  readonly endpoint?: string;
  readonly place: Place | undefined;
  readonly related: readonly { readonly text: string; readonly place: Place }[];
  /** Stays the same while the cause does, wherever the source moves. */
  readonly fingerprint: string;
}

/** What a log says beside its results. */
export interface SarifOptions {
  readonly isSuccessful: boolean;
  readonly properties?: object;
  /** What a rule finds, as a sentence. */
  readonly ruleText: (rule: string) => string;
  /** See `RunReport`. */
  readonly folder: string;
}

/**
 * Results as SARIF 2.1.0 (OASIS). Paths are relative to the repository (`%SRCROOT%`), fingerprints do not name lines, nothing
 * names a time. Ends with a line feed.
 */
export function sarifLog(results: readonly SarifResult[], options: SarifOptions): string {
  const { isSuccessful, properties, ruleText, folder } = options;
  const rules = [...new Set(results.map(({ rule }) => rule))].toSorted();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Portolan", rules: rules.map((id) => ({ id, shortDescription: { text: ruleText(id) } })) },
        },
        invocations: [{ executionSuccessful: isSuccessful }],
        columnKind: "utf16CodeUnits",
        ...(properties && { properties }),
        results: results.map((result) => resultEntry(result, rules.indexOf(result.rule), folder)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** A finding as a result, under its code. */
export function findingResult(finding: Finding): SarifResult {
  const { code, severity, endpoint, place, facts } = finding;
  return {
    rule: `finding/${code}`,
    level: severity === "information" ? "note" : severity,
    text: oneLine(findingText(finding)),
    ...(endpoint !== undefined && { endpoint }),
    place,
    related: [],
    fingerprint: [code, endpoint ?? "", JSON.stringify(facts)].join(" | "),
  };
}

function resultEntry(result: SarifResult, ruleIndex: number, folder: string): object {
  const { rule, level, text, endpoint, place = PROJECT_FILE, related, fingerprint } = result;
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text },
    locations: [
      {
        ...physicalLocation(place, folder),
        ...(endpoint !== undefined && { logicalLocations: [{ fullyQualifiedName: endpoint, kind: "resource" }] }),
      },
    ],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, at) => ({
        id: at + 1,
        message: { text: `${one.text}: ${placeText(one.place)}` },
        ...physicalLocation(one.place, folder),
      })),
    }),
    partialFingerprints: { "portolanCause/v1": fingerprint },
  };
}

/** What stands nowhere in the sources is shown at the project file: services refuse a result without a place. */
const PROJECT_FILE: Place = {
  file: "portolan.yaml",
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
};

function physicalLocation({ file, range: { start, end } }: Place, folder: string): object {
  const uri = pathInRepository(folder, file).split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
