import type { JsonNode } from "#core/text/json/json-node.ts";
import { jsonTextOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import { yamlScalar } from "#core/text/yaml/yaml-edit.ts";
import type { FoundEndpoint } from "./find-endpoint.ts";
import type { HandedOn } from "./handed-on.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** How a request is written down. */
interface WrittenAs {
  readonly found: FoundEndpoint;
  readonly name: string | undefined;
  /** The test that it was recorded in. */
  readonly test: string | undefined;
  readonly sender: string | undefined;
  readonly isCredential: (header: string) => boolean;
  /** Of a step: the values that earlier steps handed on, and those that this one does. */
  readonly step: { readonly given: readonly HandedOn[]; readonly captures: readonly HandedOn[] } | undefined;
}

/** Headers that say how a request came, or what a client adds by itself: they are not what a case is about. */
const PASSED_OVER =
  /^(?:host|connection|keep-alive|content-length|content-type|transfer-encoding|te|upgrade|upgrade-insecure-requests|accept-encoding|user-agent|referer|pragma|cache-control|dnt|priority|via|forwarded|x-forwarded-.*|x-real-ip|traceparent|tracestate|sec-.*)$/i;

/**
 * A recorded request as the lines of a case or of a step, keys in the order in which the documentation has them; undefined
 * where its body is no text.
 */
export function requestLines(
  { request, answer }: RecordedExchange,
  { found, name, test, sender, isCredential, step }: WrittenAs,
): readonly string[] | undefined {
  const body = bodyLines(request.body, step?.given);
  if (body === undefined) return undefined;
  const text = (value: string): string => yamlScalar(step ? withNames(value, step.given) : value);
  const headers = request.headers.filter(
    ([header, value]) =>
      !PASSED_OVER.test(header) && !isCredential(header) && !(header.toLowerCase() === "accept" && value === "*/*"),
  );
  const query = Map.groupBy(new URLSearchParams(request.target.split("?")[1] ?? ""), ([key]) => key);
  return [
    `endpoint: ${yamlScalar(`${found.endpoint.method} ${found.endpoint.path}`)}`,
    ...(name === undefined ? [] : [`name: ${yamlScalar(name)}`]),
    ...(test === undefined ? [] : [`test: ${yamlScalar(test)}`]),
    ...mapLines("parameters", found.parameters, text),
    ...(query.size === 0 ? [] : ["query:"]),
    ...[...query].flatMap(([key, pairs]) => queryLines(key, pairs, text)),
    ...mapLines("headers", distinctHeaders(headers), text),
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

function mapLines(
  key: string,
  pairs: readonly (readonly [name: string, value: string])[],
  text: (value: string) => string,
): readonly string[] {
  return pairs.length === 0
    ? []
    : [`${key}:`, ...pairs.map(([name, value]) => `  ${yamlScalar(name)}: ${quoted(text(value))}`)];
}

/** An empty value has to be seen. */
function quoted(scalar: string): string {
  return scalar === "" ? '""' : scalar;
}

function queryLines(
  name: string,
  pairs: readonly (readonly [name: string, value: string])[],
  text: (value: string) => string,
): readonly string[] {
  const values = pairs.map(([, value]) => quoted(text(value)));
  if (values.length === 1) return [`  ${yamlScalar(name)}: ${values[0] ?? ""}`];
  return [`  ${yamlScalar(name)}:`, ...values.map((value) => `    - ${value}`)];
}

/** A header that came several times, as one (RFC 9110, section 5.3). */
function distinctHeaders(headers: readonly (readonly [name: string, value: string])[]) {
  const byName = Map.groupBy(headers, ([name]) => name.toLowerCase());
  return [...byName.values()].map((same) => [same[0]?.[0] ?? "", same.map(([, value]) => value).join(", ")] as const);
}

function bodyLines(
  body: RecordedExchange["request"]["body"],
  given: readonly HandedOn[] | undefined,
): readonly string[] | undefined {
  if (body.kind === "none") return [];
  if (body.kind !== "text") return undefined;
  const { mediaType } = body;
  const type = mediaType.toLowerCase() === "application/json" ? [] : [`type: ${yamlScalar(mediaType)}`];
  const json = /[/+]json\b/i.test(mediaType) ? jsonIn(body.text, given) : undefined;
  if (json !== undefined) return [`body: ${json}`, ...type];
  const text = given === undefined ? body.text : withNames(body.text, given);
  return [`text: ${quoted(yamlScalar(text))}`, `type: ${yamlScalar(mediaType)}`];
}

/** JSON on one line, numbers as they were spelt, with `"${name}"` where a value was handed on. */
function jsonIn(text: string, given: readonly HandedOn[] | undefined): string | undefined {
  const { root, errors } = parseJsonTree("body.json", text);
  if (root === undefined || errors.length > 0) return undefined;
  return given === undefined
    ? jsonTextOf(root)
    : withPlaceholders(root, new Map(given.map((each) => [each.value, each.name])));
}

function withPlaceholders(node: JsonNode, nameByValue: ReadonlyMap<string, string>): string {
  switch (node.kind) {
    case "object":
      return `{${[...node.members].map(([name, value]) => `${JSON.stringify(escaped(name))}:${withPlaceholders(value, nameByValue)}`).join(",")}}`;
    case "array":
      return `[${node.items.map((item) => withPlaceholders(item, nameByValue)).join(",")}]`;
    case "string":
    case "number": {
      const name = nameByValue.get(node.text);
      if (name !== undefined) return `"\${${name}}"`;
      return node.kind === "string" ? JSON.stringify(escaped(node.text)) : node.text;
    }
    case "boolean":
    case "null":
      return node.text;
  }
}

/** A text in a path, a query or a header, where a whole value was handed on. */
function withNames(text: string, given: readonly HandedOn[]): string {
  const name = given.find(({ value }) => value === text)?.name;
  return name === undefined ? escaped(text) : `\${${name}}`;
}

/** `${x}` that was sent as it stands. */
function escaped(text: string): string {
  return text.replaceAll(/\$(?=\{[A-Za-z_][\w-]*\})/g, "$$$$");
}
