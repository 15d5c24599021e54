import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import type { Located } from "#core/text/yaml/yaml-shape.ts";
import { encodeAroundCaptures } from "./captured-values.ts";
import type { WrittenPlainCase, WrittenStep } from "./case-format.ts";
import { isHeaderName, isHeaderValue } from "./header-text.ts";
import { encodeText, parameterNames, requestTarget } from "./request-target.ts";

/** A case or a step as it is written. */
export type WrittenRequest = WrittenPlainCase | WrittenStep["value"];

/** Tells of an error in a case. */
export type ReportCase = (code: string, range: Place["range"], facts: Finding["facts"]) => void;

/** What is sent. */
export interface RequestParts {
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: CaseBody;
}

/**
 * Reads what a case sends; undefined where it cannot be sent as it is written, which was reported then. In a step `${name}` is left
 * for a captured value.
 */
export function readRequest(
  entry: WrittenRequest,
  { isStep }: { readonly isStep: boolean },
  report: ReportCase,
): RequestParts | undefined {
  const target = readTarget(entry, isStep ? encodeAroundCaptures : encodeText, report);
  const areHeadersUsable = checkHeaders(entry, report);
  const body = readBody(entry, isStep, report);
  if (target === undefined || body === undefined || !areHeadersUsable) return undefined;
  // The media type goes with the body, so that it is sent once.
  const headers = (entry.headers ?? []).filter(([name]) => body.kind === "none" || !isContentType(name));
  return { target, headers: headers.map(([name, { value }]) => [name, value]), body };
}

function readTarget(
  { endpoint, parameters = [], query = [] }: WrittenRequest,
  encode: (text: string) => string,
  report: ReportCase,
): string | undefined {
  const { path } = endpoint.value;
  const names = parameterNames(path);
  const unknown = parameters.find(([name]) => !names.includes(name));
  if (unknown !== undefined) {
    report("case-parameter-unknown", endpoint.range, { name: unknown[0], path, known: names.join(", ") });
    return undefined;
  }
  const pairs = query.flatMap(([name, { value: values }]) => values.map((value) => [name, value] as const));
  const inPath = new Map(parameters.map(([name, { value }]) => [name, value]));
  const target = requestTarget(path, inPath, pairs, encode);
  if (typeof target === "string") return target;
  report("case-parameter-missing", endpoint.range, { name: target.missing, path });
  return undefined;
}

function checkHeaders({ headers = [] }: WrittenRequest, report: ReportCase): boolean {
  // Anything else could not be sent, or would become another request.
  const broken = headers.find(([name, { value }]) => !isHeaderName(name) || !isHeaderValue(value));
  if (broken !== undefined) report("case-header-unreadable", broken[1].range, { name: broken[0] });
  return broken === undefined;
}

/** The body with its media type, which is written as `type` or among the headers. */
function readBody(entry: WrittenRequest, isStep: boolean, report: ReportCase): CaseBody | undefined {
  const { body, text } = entry;
  const [type, otherType] = typesOf(entry);
  if (otherType !== undefined) return reportBody(report, "case-type-twice", otherType.range, {});
  if (type !== undefined && !(isHeaderValue(type.value) && type.value.includes("/"))) {
    return reportBody(report, "case-type-unreadable", type.range, { type: type.value });
  }
  if (body !== undefined && text !== undefined) return reportBody(report, "case-body-twice", text.range, {});
  if (body !== undefined) {
    return {
      kind: "text",
      text: jsonText(body.value),
      mediaType: type?.value ?? "application/json",
      ...(isStep && { notation: "json" as const }),
    };
  }
  if (text === undefined) return { kind: "none" };
  if (type === undefined) return reportBody(report, "case-text-without-type", text.range, {});
  return { kind: "text", text: text.value, mediaType: type.value };
}

function typesOf({ type, headers = [] }: WrittenRequest): readonly Located<string>[] {
  return [...(type ? [type] : []), ...headers.filter(([name]) => isContentType(name)).map(([, value]) => value)];
}

function isContentType(name: string): boolean {
  return name.toLowerCase() === "content-type";
}

function reportBody(report: ReportCase, ...finding: Parameters<ReportCase>): undefined {
  report(...finding);
}
