import type { Located } from "#core/text/yaml/yaml-shape.ts";
import { encodeAroundSecrets, mentionsSecret, secretsOfRequest } from "./case-secrets.ts";
import { encodeAroundCaptures } from "./captured-values.ts";
import { readBody } from "./read-body.ts";
import { isHeaderName, isHeaderValue } from "./header-text.ts";
import { parameterNames, requestTarget } from "./request-target.ts";
import type { ReportCase, RequestParts, WrittenRequest } from "./written-request.ts";

/**
 * Reads what a case sends; undefined where it cannot be sent as it is written, which was reported then. In a step `${name}` is left
 * for a captured value, and everywhere `${secret:NAME}` for a secret of the caller's.
 */
export function readRequest(
  entry: WrittenRequest,
  given: { readonly isStep: boolean; readonly file: string },
  report: ReportCase,
): RequestParts | undefined {
  const target = readTarget(entry, given.isStep ? encodeAroundCaptures : encodeAroundSecrets, report);
  const areHeadersUsable = checkHeaders(entry, report);
  const body = readBody(entry, typeOf(entry, report), given.file, report);
  if (target === undefined || body === undefined || !areHeadersUsable) return undefined;
  // The media type goes with the body, so that it is sent once.
  const headers = (entry.headers ?? []).filter(([name]) => body.kind === "none" || !isContentType(name));
  const sent = {
    target,
    headers: headers.flatMap(([name, { value }]) => value.map((each) => [name, each] as const)),
    body,
  };
  return mentionsSecret(sent) ? { ...sent, secrets: secretsOfRequest(sent) } : sent;
}

function readTarget(
  { endpoint, parameters = [], query = [], target: raw }: WrittenRequest,
  encode: (text: string) => string,
  report: ReportCase,
): string | undefined {
  if (raw !== undefined) {
    if (parameters.length + query.length > 0) report("case-target-twice", raw.range, {});
    // A character a byte; a blank would end the target.
    else if (/^\/[!-~\x80-\xFF]*$/.test(raw.value)) return raw.value;
    else report("case-target-unreadable", raw.range, {});
    return undefined;
  }
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
  const broken = headers.find(([name, { value }]) => !isHeaderName(name) || !value.every(isHeaderValue));
  if (broken !== undefined) report("case-header-unreadable", broken[1].range, { name: broken[0] });
  return broken === undefined;
}

/** The media type, which is written as `type` or among the headers; `wrong` where that was reported. */
function typeOf(entry: WrittenRequest, report: ReportCase): string | { readonly kind: "wrong" } | undefined {
  const [type, otherType] = typesOf(entry);
  if (otherType !== undefined) report("case-type-twice", otherType.range, {});
  else if (type === undefined) return undefined;
  else if (isHeaderValue(type.value) && type.value.includes("/")) return type.value;
  else report("case-type-unreadable", type.range, { type: type.value });
  return { kind: "wrong" };
}

function typesOf({ type, headers = [] }: WrittenRequest): readonly Located<string>[] {
  const inHeaders = headers.filter(([name]) => isContentType(name));
  return [
    ...(type ? [type] : []),
    ...inHeaders.flatMap(([, { value, range }]) => value.map((each) => ({ value: each, range }))),
  ];
}

function isContentType(name: string): boolean {
  return name.toLowerCase() === "content-type";
}
