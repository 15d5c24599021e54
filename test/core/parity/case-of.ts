import type { Case } from "#core/model/run/case.ts";
import { endpointKey, type Method } from "#core/model/endpoint.ts";

const PLACE = { file: "cases.yaml", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };

/** `caseOf("GET", "/nodes", { expect: [200] })` */
export function caseOf(method: Method, target: string, changes: Partial<Case> = {}): Case {
  return {
    id: target,
    endpoint: endpointKey(method, target),
    name: target,
    method,
    target,
    headers: [],
    body: { kind: "none" },
    identity: "default",
    expect: [200],
    isWriting: method !== "GET",
    place: PLACE,
    ...changes,
  };
}

/** The same without any login. */
export function openCase(method: Method, target: string): Case {
  const { identity: _, ...open } = caseOf(method, target);
  return open;
}
