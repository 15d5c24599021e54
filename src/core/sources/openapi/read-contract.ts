import { asMethod, endpointKey, type EndpointKey } from "#core/model/endpoint.ts";
import type { ContractFacts } from "#core/model/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import { memberOf, membersOf, parseJsonTree, textIn, type JsonTree } from "#core/text/json-tree.ts";
import { followReference } from "./references.ts";
import { readOperation } from "./read-operation.ts";

/** Members of a path item that are operations (OpenAPI 3.1, section 4.8.9). */
const OPERATIONS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** Reads an OpenAPI 3.0 or 3.1 document in JSON. Never fails: what cannot be read is among the findings, with its place. */
export function readContract(file: string, text: string): ContractFacts {
  const document = parseJsonTree(file, text);
  const findings: Finding[] = document.errors.map(({ message, place }) => ({
    code: "contract-malformed",
    severity: "error",
    place,
    facts: { message },
  }));
  checkVersion(document, findings);
  const operations = membersOf(memberOf(document.root, "paths")).flatMap(([path, given]) =>
    path.startsWith("/") ? readPath(document, path, given, findings) : [],
  );
  checkRepeats(operations, findings);
  return { language: "openapi", file, operations, findings };
}

function checkVersion(document: JsonTree, findings: Finding[]): void {
  const { root } = document;
  // What is not even JSON has been said.
  if (!root && findings.length > 0) return;
  const version = textIn(memberOf(root, "openapi"));
  if (version !== undefined && /^3\.[0-9]/.test(version)) return;
  const start = { line: 0, character: 0 };
  findings.push({
    code: "contract-version",
    severity: "error",
    place: root
      ? document.placeOf(memberOf(root, "openapi") ?? root)
      : { file: document.file, range: { start, end: start } },
    facts: { found: version ?? textIn(memberOf(root, "swagger")) ?? "none" },
  });
}

function readPath(
  document: JsonTree,
  path: string,
  given: Parameters<typeof followReference>[1] & object,
  findings: Finding[],
): readonly Operation[] {
  const item = followReference(document, given);
  if (!item) {
    const facts = { reference: textIn(memberOf(given, "$ref")) ?? "" };
    findings.push({ code: "contract-reference-missing", severity: "error", place: document.placeOf(given), facts });
    return [];
  }
  return membersOf(item).flatMap(([name, node]) => {
    const method = OPERATIONS.has(name) ? asMethod(name) : undefined;
    return method && node.type === "object" ? [readOperation(document, method, path, item, node, findings)] : [];
  });
}

function checkRepeats(operations: readonly Operation[], findings: Finding[]): void {
  const byId = new Map<string, Operation>();
  const byKey = new Map<EndpointKey, Operation>();
  for (const operation of operations) {
    const { operationId, place } = operation;
    const sameId = operationId === undefined ? undefined : byId.get(operationId);
    if (operationId !== undefined) byId.set(operationId, sameId ?? operation);
    if (sameId) {
      const facts = { operationId: operationId ?? "", first: placeText(sameId.place) };
      findings.push({ code: "contract-operation-id-duplicate", severity: "warning", place, facts });
    }
    const key = endpointKey(operation.method, operation.path);
    const sameKey = byKey.get(key);
    if (sameKey) {
      const facts = { path: operation.path, first: sameKey.path };
      findings.push({ code: "contract-path-duplicate", severity: "warning", place, endpoint: key, facts });
    } else byKey.set(key, operation);
  }
}
