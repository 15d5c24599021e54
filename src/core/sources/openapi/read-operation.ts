import { endpointKey, type Method } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation, OperationParameter } from "#core/model/operation.ts";
import {
  elementsOf,
  isTrue,
  jsonOf,
  memberOf,
  membersOf,
  textIn,
  type JsonTree,
  type JsonNode,
} from "#core/text/json-tree.ts";
import { followReference } from "./references.ts";
import { exampleOf } from "./examples.ts";

/** Reads an operation object (OpenAPI 3.1, section 4.8.10). What is wrong with it is added to `findings`. */
export function readOperation(
  document: JsonTree,
  method: Method,
  path: string,
  pathItem: JsonNode,
  node: JsonNode,
  findings: Finding[],
): Operation {
  const operationId = textIn(memberOf(node, "operationId"));
  const summary = textIn(memberOf(node, "summary"));
  const body = readBody(document, node, findings);
  const security = memberOf(node, "security") ?? memberOf(document.root, "security");
  return {
    key: endpointKey(method, path),
    method,
    path,
    ...(operationId !== undefined && { operationId }),
    ...(summary !== undefined && { summary }),
    tags: elementsOf(memberOf(node, "tags"))
      .map((tag) => textIn(tag))
      .filter((tag) => tag !== undefined),
    parameters: readParameters(document, path, pathItem, node, findings),
    ...(body && { body }),
    statuses: membersOf(memberOf(node, "responses"))
      .map(([status]) => status)
      .filter((status) => !status.startsWith("x-")),
    isSecured: elementsOf(security).some((requirement) => membersOf(requirement).length > 0),
    isDeprecated: isTrue(memberOf(node, "deprecated")),
    place: document.namePlaceOf(node),
  };
}

const LOCATIONS = ["path", "query", "header", "cookie"] as const;

/** An operation's parameters override those of the path with the same name and location. */
function readParameters(
  document: JsonTree,
  path: string,
  pathItem: JsonNode,
  node: JsonNode,
  findings: Finding[],
): readonly OperationParameter[] {
  const byName = new Map<string, OperationParameter>();
  for (const holder of [pathItem, node]) {
    for (const given of elementsOf(memberOf(holder, "parameters"))) {
      const parameter = readParameter(document, given, findings);
      if (parameter) byName.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  for (const name of [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "")) {
    if (byName.has(`path ${name}`)) continue;
    findings.push({
      code: "contract-parameter-undeclared",
      severity: "warning",
      place: document.namePlaceOf(node),
      facts: { name, path },
    });
  }
  return [...byName.values()];
}

function readParameter(document: JsonTree, given: JsonNode, findings: Finding[]): OperationParameter | undefined {
  const node = resolve(document, given, findings);
  const name = textIn(memberOf(node, "name"));
  const location = LOCATIONS.find((each) => each === textIn(memberOf(node, "in")));
  if (!node || name === undefined || location === undefined) return undefined;
  const schema = followReference(document, memberOf(node, "schema"));
  const example = exampleOf(document, node);
  return {
    name,
    in: location,
    isRequired: location === "path" || isTrue(memberOf(node, "required")),
    ...(schema && { schema: jsonOf(schema) }),
    ...(example !== undefined && { example }),
    place: document.placeOf(node),
  };
}

/** The body as JSON where the operation takes it, else as the first media type. */
function readBody(document: JsonTree, node: JsonNode, findings: Finding[]): Operation["body"] {
  const given = memberOf(node, "requestBody");
  const body = given && resolve(document, given, findings);
  const contents = membersOf(memberOf(body, "content"));
  const [mediaType, media] = contents.find(([type]) => /[/+]json\b/.test(type)) ?? contents[0] ?? [];
  if (mediaType === undefined || !media) return undefined;
  const schema = followReference(document, memberOf(media, "schema"));
  const example = exampleOf(document, media);
  return {
    mediaType,
    isRequired: isTrue(memberOf(body, "required")),
    ...(example !== undefined && { example }),
    ...(schema && { schema: jsonOf(schema) }),
  };
}

function resolve(document: JsonTree, node: JsonNode, findings: Finding[]): JsonNode | undefined {
  const target = followReference(document, node);
  if (!target) {
    findings.push({
      code: "contract-reference-missing",
      severity: "error",
      place: document.placeOf(node),
      facts: { reference: textIn(memberOf(node, "$ref")) ?? "" },
    });
  }
  return target;
}
