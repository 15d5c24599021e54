import type { OpenAPIV3, OpenAPIV3_1 } from "openapi-types";
import { asMethod, type EndpointKey, type Method } from "#core/model/endpoint.ts";
import type { ContractFacts } from "#core/model/sources/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation, Webhook } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { JsonNode, JsonTree } from "#core/text/json/json-node.ts";
import { memberOf, membersOf, namePlaceOf, placeOf, textIn } from "#core/text/json/json-tree.ts";
import { readOperation } from "./read-operation.ts";
import { type Documents, openDocuments } from "./references.ts";
import { createSchemas } from "./schemas.ts";

/** Members of a path item that are operations (OpenAPI 3.1, section 4.8.9). */
const METHODS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const satisfies readonly `${OpenAPIV3.HttpMethods}`[];

/** Members of a path item that are none. */
const OTHER_MEMBERS = [
  "$ref",
  "summary",
  "description",
  "servers",
  "parameters",
] as const satisfies readonly (keyof OpenAPIV3_1.PathItemObject)[];

const OPERATIONS: ReadonlySet<string> = new Set(METHODS);
const NO_OPERATIONS: ReadonlySet<string> = new Set(OTHER_MEMBERS);

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML; of a 3.2 document what 3.1 has too. `beside` has the texts of the
 * files that its references lead to, which are among `wanted` until they are given. Never fails: what cannot be read is
 * among the findings, with its place.
 */
export function readContract(
  file: string,
  text: string,
  beside: ReadonlyMap<string, string> = new Map(),
): ContractFacts {
  const documents = openDocuments(file, text, beside);
  const { main } = documents;
  const findings: Finding[] = main.errors.map(({ message, place }) => ({
    code: "contract-malformed",
    severity: "error",
    place,
    facts: { format: main.format, message },
  }));
  checkVersion(main, findings);
  const schemas = createSchemas(documents);
  const operations = membersOf(memberOf(main.root, "paths")).flatMap(([path, given]) =>
    readPath({ documents, schemas }, path, given, findings),
  );
  checkRepeats(operations, findings);
  const webhooks = membersOf(memberOf(main.root, "webhooks")).flatMap(([name, given]) =>
    methodsOf(documents, given, findings).map(({ method, node }) => readWebhook(name, method, node)),
  );
  return { language: "openapi", file, operations, webhooks, wanted: documents.wanted(), findings };
}

function checkVersion(document: JsonTree, findings: Finding[]): void {
  const { root } = document;
  // What is not even JSON or YAML has been said.
  if (root?.kind !== "object" && findings.length > 0) return;
  const version = memberOf(root, "openapi")?.text;
  if (version !== undefined && /^3\.[0-9]/.test(version)) return;
  findings.push({
    code: "contract-version",
    severity: "error",
    place: root ? placeOf(memberOf(root, "openapi") ?? root) : document.at(0, 0),
    facts: { found: version ?? memberOf(root, "swagger")?.text ?? "none" },
  });
}

function readPath(
  contract: Parameters<typeof readOperation>[0],
  path: string,
  given: JsonNode,
  findings: Finding[],
): readonly Operation[] {
  if (path.startsWith("x-")) return [];
  if (!path.startsWith("/")) {
    findings.push({ code: "contract-path-relative", severity: "error", place: namePlaceOf(given), facts: { path } });
    return [];
  }
  return methodsOf(contract.documents, given, findings).map(({ method, node, items }) =>
    readOperation(contract, { method, path, items, node }, findings),
  );
}

/** The operations of a path item, which may be a reference with more members beside it (OpenAPI 3.1, section 4.8.9). */
function methodsOf(
  documents: Documents,
  given: JsonNode,
  findings: Finding[],
): readonly { readonly method: Method; readonly node: JsonNode; readonly items: readonly JsonNode[] }[] {
  const target = documents.resolve(given, findings);
  const items = [...new Set(target ? [target, given] : [given])];
  const members = new Map(items.flatMap((item) => membersOf(item)));
  return [...members].flatMap(([name, node]) => {
    if (NO_OPERATIONS.has(name) || name.startsWith("x-")) return [];
    const method = OPERATIONS.has(name) ? asMethod(name) : undefined;
    if (method && node.kind === "object") return [{ method, node, items }];
    const facts = { name, expected: METHODS.join(", ") };
    const code = method ? "contract-operation-empty" : "contract-method-unknown";
    findings.push({ code, severity: method ? "warning" : "information", place: namePlaceOf(node), facts });
    return [];
  });
}

function readWebhook(name: string, method: Method, node: JsonNode): Webhook {
  const operationId = textIn(memberOf(node, "operationId"));
  return { name, method, ...(operationId !== undefined && { operationId }), place: namePlaceOf(node) };
}

function checkRepeats(operations: readonly Operation[], findings: Finding[]): void {
  const byId = new Map<string, Operation>();
  const byKey = new Map<EndpointKey, Operation>();
  for (const operation of operations) {
    const { operationId, place, key } = operation;
    const sameId = operationId === undefined ? undefined : byId.get(operationId);
    if (operationId !== undefined) byId.set(operationId, sameId ?? operation);
    if (sameId) {
      const facts = { operationId: operationId ?? "", first: placeText(sameId.place) };
      findings.push({ code: "contract-operation-id-duplicate", severity: "warning", place, facts });
    }
    const sameKey = byKey.get(key);
    if (sameKey) {
      const facts = { path: operation.path, first: sameKey.path, where: placeText(sameKey.place) };
      findings.push({ code: "contract-path-duplicate", severity: "warning", place, endpoint: key, facts });
    } else byKey.set(key, operation);
  }
}
