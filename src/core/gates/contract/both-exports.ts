import { fragmentNames } from "#core/text/json/json-pointer.ts";
import { asMethod, type EndpointKey, endpointKey } from "#core/model/endpoint.ts";
import type { ContractDiffProgram } from "#core/model/gates/gate-settings.ts";
import { isRecord } from "#core/model/is-record.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Json } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import { UserError } from "#core/model/user-error.ts";
import type { ContractChange } from "#core/ports/contract-diff.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import type { GateContext, GateReport } from "../gate.ts";
import { normalForm } from "./normal-form.ts";
import { pythonsAlone } from "./pythons-alone.ts";
import { placeAtPointer } from "./place-at-pointer.ts";
import { spotPointers } from "./spot-pointers.ts";

/** The exports of both servers, as texts. */
export interface BothExports {
  readonly python: string;
  readonly rust: string;
}

const SEVERITIES = { major: "error", minor: "warning", patch: "information" } as const;

/**
 * Where a client of Python's contract would break on Rust's: both exports in normal form, rated change by change. A change
 * that breaks is an error, one that adds is a warning, at its place in the committed document.
 */
export async function bothExportsReport(context: GateContext, { python, rust }: BothExports): Promise<GateReport> {
  const checked = ["what Python exports against what Rust exports, change by change"];
  context.step("comparing the two exports");
  const alone = new Set(pythonsAlone(context).map(({ key }) => key));
  const [base, revision] = [normalised(python, alone), normalised(rust, new Set())];
  if (base === revision) return { checked, findings: [] };
  const { contract = "", gates } = context.project;
  const changes = await changesBetween(base, revision, context, gates?.contract?.diff ?? "redocly");
  if (changes instanceof UserError) return { checked: [], findings: [notCompared(changes)] };
  const committed = (await context.ports.files.read(contract)) ?? rust;
  const pointerOf = spotPointers({ base, revision });
  const findings = changes.map((change): Finding => {
    const pointer = pointerOf(change.spot);
    const place = placeAtPointer(contract, committed, pointer);
    return { code: "contract-breaks-client", severity: SEVERITIES[change.impact], ...asFacts(change, pointer, place) };
  });
  return { checked, findings: findings.filter(({ severity }) => severity !== "information") };
}

async function changesBetween(
  base: string,
  revision: string,
  { ports, signal }: GateContext,
  program: ContractDiffProgram,
): Promise<readonly ContractChange[] | UserError> {
  try {
    return await ports.contractDiffs[program](base, revision, signal);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function notCompared({ message }: UserError): Finding {
  return { code: "contract-not-compared", severity: "error", facts: { message } };
}

function asFacts(
  { rule, message }: ContractChange,
  pointer: string,
  place: Place | undefined,
): Pick<Finding, "facts" | "place"> {
  const facts = { rule, message, operation: operationOf(pointer) };
  return { facts, ...(place !== undefined && { place }) };
}

/** `/paths/~1api~1nodes/get/…` → `GET /api/nodes` */
function operationOf(pointer: string): string {
  const [part, path = "", method = ""] = fragmentNames(pointer);
  if (part !== "paths") return "";
  return `${method.toUpperCase()} ${path}`.trim();
}

/** In normal form, without the operations of some endpoints. */
function normalised(text: string, without: ReadonlySet<EndpointKey>): string {
  // An export was looked at: it is an object in JSON.
  const document = normalForm((parsedJson(text) ?? {}) as Json);
  if (!isRecord(document) || !isRecord(document["paths"])) return JSON.stringify(document, undefined, 1);
  const paths = Object.entries(document["paths"]).flatMap(([path, item]): readonly (readonly [string, unknown])[] => {
    if (!isRecord(item)) return [[path, item]];
    const kept = Object.entries(item).filter(([name]) => !isOf(without, name, path));
    const hasOperation = kept.some(([name]) => asMethod(name) !== undefined);
    return hasOperation || kept.length === Object.keys(item).length ? [[path, Object.fromEntries(kept)]] : [];
  });
  return JSON.stringify({ ...document, paths: Object.fromEntries(paths) }, undefined, 1);
}

function isOf(endpoints: ReadonlySet<EndpointKey>, name: string, path: string): boolean {
  const method = asMethod(name);
  return method !== undefined && endpoints.has(endpointKey(method, path));
}
