import type { Finding } from "#core/model/finding.ts";
import type { OperationParameter } from "#core/model/operation.ts";
import { type Place, placeText } from "#core/model/place.ts";
import type { PathParameter, Route } from "#core/model/route.ts";
import type { Pair } from "./pair.ts";

/** An endpoint that is missing in the contract, or that only the contract or only Rust has; what Python lacks in Rust is its status. */
export function missingFindings(pair: Pair, hasContract: boolean): readonly Finding[] {
  const { key, operation, python, rust } = pair;
  const endpoint = `${pair.method} ${pair.path}`;
  const findings: Finding[] = [];
  const route = python[0] ?? rust[0];
  if (!route) {
    if (operation) findings.push(finding("contract-route-unserved", operation.place, { endpoint }));
    return findings;
  }
  const isListed = !route.isHidden && route.kind === "http" && !route.implicit;
  const isUnlisted = hasContract && !operation && isListed;
  if (python.length === 0 && route.kind === "http") {
    // One route that nobody else knows is one finding.
    const facts = { endpoint, ...(isUnlisted && { alsoLacks: "contract" }) };
    const severity = isUnlisted ? "warning" : "information";
    findings.push({ ...finding("route-rust-only", route.place, facts), severity });
  } else if (isUnlisted) findings.push(finding("contract-lacks-route", route.place, { endpoint }));
  return findings;

  function finding(code: string, place: Finding["place"] & object, facts: Finding["facts"]): Finding {
    return { code, severity: "warning", place, endpoint: key, facts };
  }
}

/** Status codes that a side declares for a good answer: not in the contract, or another one than the other side's. */
export function statusFindings({ key, operation, python, rust }: Pair): readonly Finding[] {
  const declared = [python[0], rust[0]].filter((route) => route?.statusCode !== undefined);
  const findings: Finding[] = [];
  for (const route of declared) {
    const status = String(route?.statusCode);
    if (!route || !operation || operation.statuses.length === 0) continue;
    if (operation.statuses.some((each) => each === status || each === "default" || isClassOf(each, status))) continue;
    const facts = {
      side: route.side,
      status,
      statuses: operation.statuses.join(", "),
      where: placeText(operation.place),
    };
    findings.push({ code: "status-undeclared", severity: "warning", place: statusPlace(route), endpoint: key, facts });
  }
  const [one, other] = declared;
  if (one && other && one.statusCode !== other.statusCode) {
    const facts = { python: one.statusCode ?? "", rust: other.statusCode ?? "", where: placeText(one.place) };
    findings.push({ code: "status-differs", severity: "warning", place: statusPlace(other), endpoint: key, facts });
  }
  return findings;
}

/** A status is declared where its route is, or in the attribute above the handler. */
function statusPlace({ declared, place }: Route): Place {
  return declared?.place ?? place;
}

/** `2XX` stands for `201`. */
function isClassOf(declared: string, status: string): boolean {
  return /^[1-5]xx$/i.test(declared) && declared[0] === status[0];
}

/** Parameters at the same place of the path that take something else: another type, or the rest of the path. */
export function converterFindings({ key, operation, python, rust }: Pair): readonly Finding[] {
  const findings: Finding[] = [];
  const one = python[0];
  const other = rust[0];
  const names = (operation?.path ?? "").match(/(?<=\{)[^{}]+(?=\})/g) ?? [];
  for (const route of [one, other]) {
    for (const [index, parameter] of (route?.parameters ?? []).entries()) {
      const declared = operation?.parameters.find((each) => each.in === "path" && each.name === names[index]);
      const types = typesOf(declared);
      const expected = parameter.types;
      if (!route || !declared || !expected || types.length === 0) continue;
      if (types.some((type) => expected.includes(type))) continue;
      const facts = {
        side: route.side,
        name: parameter.name,
        converter: parameter.converter ?? "",
        type: types.join(", "),
        where: placeText(declared.place),
      };
      findings.push({ code: "parameter-type-differs", severity: "warning", place: route.place, endpoint: key, facts });
    }
  }
  const differing = one && other && one.parameters.find((each, index) => takesOther(each, other.parameters[index]));
  if (one && other && differing) {
    const [wide, narrow] = differing.isRest ? [one, other] : [other, one];
    const facts = { name: differing.name, wide: wide.side, narrow: narrow.side, where: placeText(one.place) };
    findings.push({ code: "parameter-rest-differs", severity: "warning", place: other.place, endpoint: key, facts });
  }
  return findings;
}

function takesOther(one: PathParameter, other: Route["parameters"][number] | undefined): boolean {
  return other !== undefined && (one.isRest ?? false) !== (other.isRest ?? false);
}

/** The types that a parameter's schema names itself; none where it is put together from others. */
export function typesOf(parameter: OperationParameter | undefined): readonly string[] {
  const schema = parameter?.schema;
  if (typeof schema !== "object" || schema === null || Array.isArray(schema) || !("type" in schema)) return [];
  const { type } = schema;
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((each) => typeof each === "string") : [];
}
