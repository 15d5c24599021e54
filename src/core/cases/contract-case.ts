import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation, OperationParameter } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { membersOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import { isHeaderValue } from "./header-text.ts";
import { requestTarget } from "./request-target.ts";

/** What the contract's examples make of an operation: a case, or why there is none. */
export type ContractCase =
  | { readonly kind: "case"; readonly case: Omit<Case, "identity" | "isWriting"> }
  | { readonly kind: "none"; readonly findings: readonly Finding[] };

/**
 * The case in which all goes well, from the contract's examples: what is required is sent, and the first 2xx that is
 * declared must be answered. Findings: `case-example-missing`, `case-example-unusable`, `case-no-success`.
 */
export function contractCase(operation: Operation): ContractCase {
  const findings: Finding[] = [];
  const report = (code: string, place: Place, facts: Finding["facts"]): undefined => {
    findings.push({ code, severity: "warning", endpoint: operation.key, place, facts });
  };
  const required = operation.parameters.filter((parameter) => parameter.isRequired || parameter.in === "path");
  const written = required.map((parameter) => ({ parameter, values: parameterValues(parameter, report) }));
  const pairsIn = (location: OperationParameter["in"]): (readonly [string, string])[] =>
    written
      .filter(({ parameter }) => parameter.in === location)
      .flatMap(({ parameter, values = [] }) => values.map((value) => [parameter.name, value] as const));
  // Lists in a path are comma-separated (OpenAPI's style `simple`), in a query repeated (`form`, exploded).
  const inPath = Map.groupBy(pairsIn("path"), ([name]) => name);
  const pathValues = new Map([...inPath].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join(",")]));
  const target = requestTarget(operation.path, pathValues, pairsIn("query"));
  const cookies = pairsIn("cookie").map(([name, value]) => `${name}=${value}`);
  const body = bodyOf(operation, report);
  const expect = declaredSuccess(operation);
  if (expect === undefined) report("case-no-success", operation.place, { statuses: operation.statuses.join(", ") });
  if (typeof target !== "string" && findings.length === 0) {
    report("case-example-missing", operation.place, { name: target.missing, in: "path" });
  }
  if (typeof target !== "string" || body === undefined || expect === undefined || findings.length > 0) {
    return { kind: "none", findings };
  }
  return {
    kind: "case",
    case: {
      id: "contract",
      endpoint: operation.key,
      name: operation.summary ?? "example of the contract",
      method: operation.method,
      target,
      headers: [...pairsIn("header"), ...(cookies.length > 0 ? [["cookie", cookies.join("; ")] as const] : [])],
      body,
      expect: [expect],
      place: operation.place,
    },
  };
}

/** The first exact 2xx status that is declared: `["default", "2XX", "201"]` → 201. */
export function declaredSuccess({ statuses }: Operation): number | undefined {
  return statuses.map(Number).find((status) => status >= 200 && status <= 299);
}

type Report = (code: string, place: Place, facts: Finding["facts"]) => undefined;

function parameterValues(parameter: OperationParameter, report: Report): readonly string[] | undefined {
  const { name, in: location, exampleText, place } = parameter;
  if (exampleText === undefined) return report("case-example-missing", place, { name, in: location });
  const usable = scalarsOf(exampleText);
  // An empty value in a path would make it another endpoint's.
  const isLost = location === "path" && usable?.join("") === "";
  const isBroken = (location === "header" || location === "cookie") && !usable?.every(isHeaderValue);
  const isUsable = usable !== undefined && !isLost && !isBroken;
  return isUsable ? usable : report("case-example-unusable", place, { name, in: location });
}

/** JSON text as a parameter is sent: `[1,"a"]` → `1`, `a`. Undefined for what has no form outside of JSON. */
export function scalarsOf(exampleText: string): readonly string[] | undefined {
  const example = exampleNode(exampleText);
  const values = (example?.kind === "array" ? example.items : [example]).map(scalarText);
  const usable = values.filter((value) => value !== undefined);
  return usable.length === values.length ? usable : undefined;
}

function bodyOf({ body, place }: Operation, report: Report): CaseBody | undefined {
  if (body === undefined || (body.exampleText === undefined && !body.isRequired)) return { kind: "none" };
  const { exampleText, mediaType } = body;
  if (exampleText === undefined) return report("case-example-missing", place, { name: mediaType, in: "body" });
  const text = bodyText(exampleText, mediaType);
  if (text === undefined) return report("case-example-unusable", place, { name: mediaType, in: "body" });
  return { kind: "text", text, mediaType };
}

/** JSON text as it is sent; undefined where the media type has no form that can be made from JSON. */
export function bodyText(exampleText: string, mediaType: string): string | undefined {
  const type = mediaType.replace(/;.*/s, "").trim().toLowerCase();
  // As the contract spells it: a number that went through JavaScript may have lost digits.
  if (/^application\/json$|\+json$/.test(type)) return exampleText;
  const example = exampleNode(exampleText);
  if (type === "application/x-www-form-urlencoded") return formText(example);
  return type.startsWith("text/") && example?.kind === "string" ? example.text : undefined;
}

function formText(example: JsonNode | undefined): string | undefined {
  if (example?.kind !== "object") return undefined;
  const pairs = membersOf(example).map(([name, value]) => [name, scalarText(value)] as const);
  const usable = pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return usable.length === pairs.length ? new URLSearchParams(usable).toString() : undefined;
}

function exampleNode(exampleText: string): JsonNode | undefined {
  return parseJsonTree("example.json", exampleText).root;
}

/** A scalar as it stands in a path, a query or a form: numbers as they are spelt. */
function scalarText(node: JsonNode | undefined): string | undefined {
  return node?.kind === "string" || node?.kind === "number" || node?.kind === "boolean" ? node.text : undefined;
}
