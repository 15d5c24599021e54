import { endpointKey, type Method } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation, OperationParameter } from "#core/model/operation.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, isTrue, memberOf, membersOf, namePlaceOf, placeOf, textIn } from "#core/text/json/json-tree.ts";
import { exampleOf } from "./examples.ts";
import type { Documents } from "./references.ts";
import type { Schemas } from "./schemas.ts";
import { basePathsOf } from "./servers.ts";

/** The contract, and the schemas in it. */
interface Contract {
  readonly documents: Documents;
  readonly schemas: Schemas;
}

/** An operation as it stands in the document. */
interface Given {
  readonly method: Method;
  readonly path: string;
  /** The path item, and what stands beside a reference to it. */
  readonly items: readonly JsonNode[];
  readonly node: JsonNode;
}

/** Reads an operation object (OpenAPI 3.1, section 4.8.10). What is wrong with it is added to `findings`. */
export function readOperation({ documents, schemas }: Contract, given: Given, findings: Finding[]): Operation {
  const { method, path, items, node } = given;
  const operationId = textIn(memberOf(node, "operationId"));
  const summary = textIn(memberOf(node, "summary"));
  const contract = { documents, schemas };
  const body = readBody(contract, node, findings);
  const parameters = readParameters(contract, given, findings);
  const definitions = schemas.definitionsOf([...parameters.map(({ schema }) => schema), body?.schema]);
  const { root } = documents.main;
  const security = memberOf(node, "security") ?? memberOf(root, "security");
  const schemes = elementsOf(security).flatMap((requirement) => membersOf(requirement).map(([scheme]) => scheme));
  const basePaths = basePathsOf(node, ...items, root);
  return {
    key: endpointKey(method, path),
    method,
    path,
    ...(basePaths.some((base) => base !== "") && { basePaths }),
    ...(operationId !== undefined && { operationId }),
    ...(summary !== undefined && { summary }),
    tags: elementsOf(memberOf(node, "tags"))
      .map((tag) => textIn(tag))
      .filter((tag) => tag !== undefined),
    parameters,
    ...(body && { body }),
    ...(Object.keys(definitions).length > 0 && { definitions }),
    statuses: membersOf(memberOf(node, "responses"))
      .map(([status]) => status)
      .filter((status) => !status.startsWith("x-")),
    ...((schemes.length > 0 || saysSecurity(root, node)) && { isSecured: schemes.length > 0 }),
    ...(schemes.length > 0 && { schemes }),
    isDeprecated: isTrue(memberOf(node, "deprecated")),
    place: namePlaceOf(node),
  };
}

/** A document that has no word of security may belong to a server that asks for a key all the same. */
function saysSecurity(root: JsonNode | undefined, operation: JsonNode): boolean {
  const places = [
    memberOf(operation, "security"),
    memberOf(root, "security"),
    memberOf(root, "securityDefinitions"),
    memberOf(memberOf(root, "components"), "securitySchemes"),
  ];
  return places.some((each) => each !== undefined);
}

const LOCATIONS = ["path", "query", "header", "cookie"] as const satisfies readonly OperationParameter["in"][];

/** An operation's parameters override those of the path with the same name and location. */
function readParameters(
  contract: Contract,
  { path, items, node }: Given,
  findings: Finding[],
): readonly OperationParameter[] {
  const byName = new Map<string, OperationParameter>();
  for (const holder of [...items, node]) {
    for (const given of elementsOf(memberOf(holder, "parameters"))) {
      const parameter = readParameter(contract, given, findings);
      if (parameter) byName.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "");
  for (const name of names) {
    if (byName.has(`path ${name}`)) continue;
    const place = namePlaceOf(node);
    findings.push({ code: "contract-parameter-undeclared", severity: "warning", place, facts: { name, path } });
  }
  for (const { name, in: location, place } of byName.values()) {
    if (location !== "path" || names.includes(name)) continue;
    findings.push({ code: "contract-parameter-unused", severity: "warning", place, facts: { name, path } });
  }
  return [...byName.values()];
}

function readParameter(
  { documents, schemas }: Contract,
  given: JsonNode,
  findings: Finding[],
): OperationParameter | undefined {
  const node = documents.resolve(given, findings);
  const name = textIn(memberOf(node, "name"));
  const location = LOCATIONS.find((each) => each === textIn(memberOf(node, "in")));
  if (!node || name === undefined || location === undefined) return undefined;
  const schema = schemas.read(memberOf(node, "schema"));
  const exampleText = exampleOf(documents, node);
  return {
    name,
    in: location,
    isRequired: location === "path" || isTrue(memberOf(node, "required")),
    ...(schema !== undefined && { schema }),
    ...(exampleText !== undefined && { exampleText }),
    place: placeOf(node),
  };
}

/** The body as JSON where the operation takes it, else as the first media type. */
function readBody({ documents, schemas }: Contract, node: JsonNode, findings: Finding[]): Operation["body"] {
  const given = memberOf(node, "requestBody");
  const body = given && documents.resolve(given, findings);
  const contents = membersOf(memberOf(body, "content"));
  const [mediaType, media] = contents.find(([type]) => /[/+]json\b/.test(type)) ?? contents[0] ?? [];
  if (mediaType === undefined || !media) return undefined;
  const schema = schemas.read(memberOf(media, "schema"));
  const exampleText = exampleOf(documents, media);
  return {
    mediaType,
    isRequired: isTrue(memberOf(body, "required")),
    ...(exampleText !== undefined && { exampleText }),
    ...(schema !== undefined && { schema }),
  };
}
