import type { JsonNode } from "#core/text/json/json-node.ts";
import { parseJsonTree } from "#core/text/json/json-tree.ts";
import { withoutSecretNames } from "#core/cases/case-secrets.ts";
import { encodeText, requestTarget } from "#core/cases/request-target.ts";
import { yamlScalar } from "#core/text/yaml/yaml-edit.ts";
import type { FoundEndpoint } from "./find-endpoint.ts";
import type { HandedOn } from "./handed-on.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";
import type { RecordedSecrets } from "./recorded-secrets.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

/** How a request is written down. */
interface WrittenAs {
  readonly found: FoundEndpoint;
  readonly name: string | undefined;
  /** The test that it was recorded in. */
  readonly test: string | undefined;
  readonly sender: string | undefined;
  readonly isCredential: (header: string) => boolean;
  readonly secrets: RecordedSecrets;
  /** Of a step: the values that earlier steps handed on, and those that this one does. */
  readonly step: { readonly given: readonly HandedOn[]; readonly captures: readonly HandedOn[] } | undefined;
}

/** Headers that say how a request came, or what a client adds by itself: they are not what a case is about. */
const PASSED_OVER =
  /^(?:host|connection|keep-alive|content-length|content-type|transfer-encoding|te|upgrade|upgrade-insecure-requests|accept-encoding|user-agent|referer|pragma|cache-control|dnt|priority|via|forwarded|x-forwarded-.*|x-real-ip|traceparent|tracestate|sec-.*)$/i;

/**
 * A recorded request as the lines of a case or of a step, keys in the order in which the documentation has them.
 */
export function requestLines(
  { request, answer }: RecordedExchange,
  { found, name, test, sender, isCredential, secrets, step }: WrittenAs,
): readonly string[] {
  const plain: PlainText = (field, value) => {
    const secret = secrets.nameOf(field, value);
    const named = step?.given.find((each) => each.value === value)?.name;
    if (named !== undefined) return `\${${named}}`;
    return secret === undefined ? withoutSecretNames(step ? escaped(value) : value) : `\${secret:${secret}}`;
  };
  const text: PlainText = (field, value) => yamlScalar(plain(field, value));
  const body = bodyLines(request.body, { text, plain, given: step?.given });
  const headers = request.headers.filter(
    ([header, value]) =>
      !PASSED_OVER.test(header) && !isCredential(header) && !(header.toLowerCase() === "accept" && value === "*/*"),
  );
  const query = [...new URLSearchParams(request.target.split("?")[1] ?? "")];
  const usesCaptures = step?.given.some(({ value }) =>
    [...found.parameters, ...query].some((pair) => pair[1] === value),
  );
  const isSentAlike = usesCaptures || isReproduced(request.target, found, query);
  return [
    `endpoint: ${yamlScalar(`${found.endpoint.method} ${found.endpoint.path}`)}`,
    ...(name === undefined ? [] : [`name: ${yamlScalar(name)}`]),
    ...(test === undefined ? [] : [`test: ${yamlScalar(test)}`]),
    ...(isSentAlike
      ? [...mapLines("parameters", found.parameters, text), ...listLines("query", query, text)]
      : [`target: ${text("target", request.target)}`]),
    ...listLines("headers", spelledOnce(headers), text),
    ...body,
    ...(sender === undefined ? [] : [`as: ${yamlScalar(sender)}`]),
    `expect: ${answer.status}`,
    ...(step === undefined || step.captures.length === 0
      ? []
      : ["capture:", ...step.captures.map(({ name: key, source }) => `  ${key}: ${captureText(source)}`)]),
  ];
}

function captureText(source: string): string {
  return source.startsWith("{") ? source : yamlScalar(source);
}

/** A value as it is written under the name of its field. */
type PlainText = (field: string, value: string) => string;

function mapLines(key: string, pairs: Pairs, text: PlainText): readonly string[] {
  return pairs.length === 0
    ? []
    : [`${key}:`, ...pairs.map(([name, value]) => `  ${yamlScalar(name)}: ${quoted(text(name, value))}`)];
}

/** An empty value has to be seen. */
function quoted(scalar: string): string {
  return scalar === "" ? '""' : scalar;
}

/** Whether parameters and query, percent-encoded anew, are the target; a blank may have been written in two ways. */
function isReproduced(target: string, { endpoint, parameters }: FoundEndpoint, query: Pairs): boolean {
  const blanks = (text: string): string => text.replaceAll("+", "%20");
  const made = requestTarget(endpoint.path, new Map(parameters), query);
  return typeof made === "string" && blanks(made) === blanks(target);
}

/** Each header as it was spelt first: the case of its letters does not count. */
function spelledOnce(headers: Pairs): Pairs {
  const first = new Map(headers.toReversed().map(([name]) => [name.toLowerCase(), name]));
  return headers.map(([name, value]) => [first.get(name.toLowerCase()) ?? name, value]);
}

/** Names with one value, or a list of them. */
function listLines(key: string, pairs: Pairs, text: PlainText): readonly string[] {
  const byName = [...Map.groupBy(pairs, ([name]) => name)];
  return [
    ...(byName.length === 0 ? [] : [`${key}:`]),
    ...byName.flatMap(([name, same]) => {
      const values = same.map(([, value]) => quoted(text(name, value)));
      if (values.length === 1) return [`  ${yamlScalar(name)}: ${values[0] ?? ""}`];
      return [`  ${yamlScalar(name)}:`, ...values.map((value) => `    - ${value}`)];
    }),
  ];
}

function bodyLines(
  body: RecordedExchange["request"]["body"],
  {
    text,
    plain,
    given,
  }: { readonly text: PlainText; readonly plain: PlainText; readonly given: readonly HandedOn[] | undefined },
): readonly string[] {
  if (body.kind === "none") return [];
  const { mediaType } = body;
  if (body.kind === "bytes") return [`base64: ${base64Of(body.bytes)}`, `type: ${yamlScalar(mediaType)}`];
  const json = /[/+]json\b/i.test(mediaType) ? jsonIn(body.text, plain, given) : undefined;
  if (json !== undefined) {
    return [
      `body: ${json}`,
      ...(mediaType.toLowerCase() === "application/json" ? [] : [`type: ${yamlScalar(mediaType)}`]),
    ];
  }
  const fields = [...new URLSearchParams(body.text)];
  const isForm = /^application\/x-www-form-urlencoded/i.test(mediaType) && formText(fields) === body.text;
  if (isForm) {
    const type = mediaType.toLowerCase() === FORM ? [] : [`type: ${yamlScalar(mediaType)}`];
    return [...listLines("form", fields, text), ...type];
  }
  return [`text: ${quoted(text("body", body.text))}`, `type: ${yamlScalar(mediaType)}`];
}

const FORM = "application/x-www-form-urlencoded";

/** As a case writes it. */
function formText(fields: Pairs): string {
  const encode = (text: string): string => encodeText(text).replaceAll("%20", "+");
  return fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** JSON on one line, numbers as they were spelt, with `"${name}"` where a value was handed on or is a secret. */
function jsonIn(text: string, plain: PlainText, given: readonly HandedOn[] | undefined): string | undefined {
  const { root, errors } = parseJsonTree("body.json", text);
  if (root === undefined || errors.length > 0) return undefined;
  return jsonWith(root, "", { plain, given: given ?? [], isStep: given !== undefined });
}

/** `field` is the name of the member that a node belongs to. */
function jsonWith(
  node: JsonNode,
  field: string,
  as: { readonly plain: PlainText; readonly given: readonly HandedOn[]; readonly isStep: boolean },
): string {
  switch (node.kind) {
    case "object":
      return `{${[...node.members].map(([name, value]) => `${JSON.stringify(as.isStep ? escaped(name) : name)}:${jsonWith(value, name, as)}`).join(",")}}`;
    case "array":
      return `[${node.items.map((item) => jsonWith(item, field, as)).join(",")}]`;
    case "string":
      return JSON.stringify(as.plain(field, node.text));
    case "number": {
      const name = as.given.find(({ value }) => value === node.text)?.name;
      return name === undefined ? node.text : `"\${${name}}"`;
    }
    case "boolean":
    case "null":
      return node.text;
  }
}

/** `${x}` that was sent as it stands. */
function escaped(text: string): string {
  return text.replaceAll(/\$(?=\{[A-Za-z_][\w-]*\})/g, "$$$$");
}
