import type { Case } from "#core/model/run/case.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import { identityFor } from "./case-identity.ts";
import type { CaseList, CaseMaterial } from "./case-source.ts";
import { contractCase } from "./contract-case.ts";
import { isWriting } from "./is-writing.ts";
import { whyNotUnasked } from "./why-not-unasked.ts";

/** The contract's examples: a case an operation, unless nobody should send it who was not asked to; a finding says so. */
export function casesOfContract({ operations, project, emptied }: CaseMaterial): CaseList {
  const lists = operations.map((operation) => exampleCase(operation, project, emptied.get(operation.key)));
  return { cases: lists.flatMap(({ cases }) => cases), findings: lists.flatMap(({ findings }) => findings) };
}

function exampleCase(operation: Operation, project: Project, emptied: readonly string[] | undefined): CaseList {
  const { key, method, path, place } = operation;
  const why = whyNotUnasked(operation, emptied);
  if (why !== undefined) {
    const facts = { endpoint: `${method} ${path}`, why };
    return { cases: [], findings: [{ code: "case-not-unasked", severity: "warning", endpoint: key, place, facts }] };
  }
  const made = contractCase(operation);
  if (made.kind === "none") return { cases: [], findings: made.findings };
  const identity = identityFor(key, operation, project);
  const example: Case = {
    ...made.case,
    isUnasked: true,
    ...(identity !== undefined && { identity }),
    isWriting: isWriting(method),
  };
  return { cases: [example], findings: [] };
}
