import type { Case } from "#core/model/run/case.ts";
import type { EndpointKey, Method } from "#core/model/endpoint.ts";
import type { Finding, FindingSeverity } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import { identityFor, writtenIdentity } from "./case-identity.ts";
import { type ContractCase, contractCase, declaredSuccess } from "./contract-case.ts";
import type { WrittenCase } from "./read-case-file.ts";
import { whyNotUnasked } from "./why-not-unasked.ts";

/** Cases, and what is wrong with those that could not be made. */
export interface CaseList {
  readonly cases: readonly Case[];
  readonly findings: readonly Finding[];
}

/** The tables that endpoints emptied when they were sent unasked. */
export type EmptiedByEndpoint = ReadonlyMap<EndpointKey, readonly string[]>;

/** Safe methods of RFC 9110, section 9.2.1: they may not change the database. */
const READING: ReadonlySet<Method> = new Set(["GET", "HEAD", "OPTIONS"]);

/** ANY stands for all methods in a router; CONNECT asks a proxy for a tunnel. */
const UNSENDABLE: ReadonlySet<Method> = new Set(["ANY", "CONNECT"]);

/**
 * The cases of one operation: the contract's example first, then those of the case files that are for its endpoint,
 * in their order. An example that is missing matters less where a case file shows a success.
 */
export function casesOf(
  operation: Operation,
  project: Project,
  written: readonly WrittenCase[],
  emptied: EmptiedByEndpoint = new Map(),
): CaseList {
  const mine = written.filter(({ endpoint }) => endpoint.key === operation.key);
  const fromFiles = mine.map((each) => writtenCase(each, operation, project));
  const fromContract = unaskedCase(operation, emptied.get(operation.key));
  const findings = fromFiles.flatMap((each) => each.findings);
  if (fromContract.kind === "none") {
    const hasSuccess = fromFiles.some(({ cases }) => cases.some(({ expect }) => expect >= 200 && expect <= 299));
    const severity = hasSuccess ? "information" : "warning";
    findings.unshift(...fromContract.findings.map((finding) => ({ ...finding, severity }) as const));
    return { cases: fromFiles.flatMap((each) => each.cases), findings };
  }
  const example: Case = {
    ...fromContract.case,
    isUnasked: true,
    ...asNamed(identityFor(operation.key, operation, project)),
    isWriting: isWriting(operation.method),
  };
  return { cases: [example, ...fromFiles.flatMap((each) => each.cases)], findings };
}

/** The contract's case, unless nobody should send it who was not asked to: a finding says so. */
function unaskedCase(operation: Operation, tables: readonly string[] = []): ContractCase {
  const emptying = tables.length === 0 ? undefined : `in an earlier run it emptied ${tables.join(", ")}`;
  const why = whyNotUnasked(operation) ?? emptying;
  if (why === undefined) return contractCase(operation);
  const { key, method, path, place } = operation;
  const facts = { endpoint: `${method} ${path}`, why };
  return { kind: "none", findings: [{ code: "case-not-unasked", severity: "warning", endpoint: key, place, facts }] };
}

/** A case of a file, for an endpoint that the contract may not have. */
export function writtenCase(written: WrittenCase, operation: Operation | undefined, project: Project): CaseList {
  const { endpoint, login: _login, as: _as, rules: _rules, ...rest } = written;
  const { key, method } = endpoint;
  const finding = (code: string, severity: FindingSeverity, range = written.place.range): Finding => {
    return { code, severity, endpoint: key, place: { file: written.place.file, range }, facts: { endpoint: key } };
  };
  const identity = writtenIdentity(written, operation, project);
  if ("code" in identity) return { cases: [], findings: [unknownIdentity(identity.code, written, project)] };
  if (UNSENDABLE.has(method)) return { cases: [], findings: [finding("case-method-unsendable", "error")] };
  const expect = written.expect ?? (operation && declaredSuccess(operation));
  if (expect === undefined) return { cases: [], findings: [finding("case-expect-missing", "error")] };
  const all: Case = {
    ...rest,
    endpoint: key,
    method,
    ...asNamed(identity.name),
    expect,
    isWriting: isWriting(method),
  };
  const isUnknown = operation === undefined && project.contract !== undefined;
  return { cases: [all], findings: isUnknown ? [finding("case-endpoint-unknown", "information")] : [] };
}

function asNamed(identity: string | undefined): Pick<Case, "identity"> {
  return identity === undefined ? {} : { identity };
}

function unknownIdentity(
  code: string,
  { endpoint, as, login, place }: WrittenCase,
  { identities = [] }: Project,
): Finding {
  const range = as?.range ?? login?.range ?? place.range;
  const facts = { name: as?.value ?? "", known: identities.map(({ name }) => name).join(", ") };
  return { code, severity: "error", endpoint: endpoint.key, place: { file: place.file, range }, facts };
}

function isWriting(method: Method): boolean {
  return !READING.has(method);
}
