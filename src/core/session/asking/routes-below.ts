import { createIndex } from "#core/index/create-index.ts";
import { readRouteTable, type RouteTable } from "#core/index/read-routes.ts";
import type { RouteRow } from "#core/model/route-row.ts";
import { readWithReferences } from "#core/index/read-with-references.ts";
import { createSourceTexts } from "#core/index/source-texts.ts";
import { below } from "#core/ledger/base-paths.ts";
import { isServedBy, sameShape } from "#core/ledger/matching-paths.ts";
import { type Method, SIDES, type Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { placeText, type Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { RequestModel } from "#core/model/sources/sources.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Files, Readers } from "#core/ports.ts";
import { languages } from "#core/session/languages.ts";

interface Given {
  readonly files: Files;
  readonly readers: Readers;
}

/** All routes that the sources below a folder declare; see `readRoutes`. */
export async function routesBelow(
  folder: string,
  given: Given & { readonly sides: readonly Side[] },
): Promise<readonly RouteRow[]> {
  return (await routeTableBelow(folder, given)).rows;
}

/** The same, and what was found wrong on the way: what is not read, and what could not be followed. */
export function routeTableBelow(
  folder: string,
  given: Given & { readonly sides: readonly Side[] },
): Promise<RouteTable> {
  return readRouteTable({ ...given, folder, languages });
}

/** A route with how its path came about; lines count from one. */
export interface ExplainedRoute extends RouteLine {
  readonly side: Side;
  readonly framework: string;
  readonly kind: Route["kind"];
  readonly method: Method;
  readonly path: string;
  readonly handler?: RouteLine & { readonly name: string };
  readonly steps: readonly (RouteLine & { readonly text: string; readonly by: string })[];
  readonly implicit?: true;
  readonly conditional?: string;
  readonly unmounted?: true;
  readonly unresolved?: readonly (RouteLine & { readonly reason: string })[];
  /** What it takes as its JSON body, with the fields of an object as JSON spells them. */
  readonly takes?: RouteLine & { readonly type: string; readonly fields: readonly TakenField[] };
}

interface TakenField {
  readonly name: string;
  readonly type: string;
  /** May be left out. */
  readonly isDefaulted?: true;
}

interface RouteLine {
  readonly file: string;
  readonly line: number;
}

/**
 * The routes below a folder that answer an endpoint, each with the parts of its path. Those of the very shape come first
 * and alone; where there is none, those that match the path as a request's (`GET /api/nodes/42`), and those of which a
 * part is not known.
 */
export async function explainRoutes(
  endpoint: { readonly method: Method; readonly path: string },
  folder: string,
  given: Given & { readonly sides: readonly Side[] },
): Promise<readonly ExplainedRoute[]> {
  const { files, readers, sides } = given;
  const layout = { folders: Object.fromEntries(sides.map((side) => [side, folder])) };
  const index = createIndex({ files, readers, languages, layout });
  const { routes } = await index.snapshot();
  const all = SIDES.flatMap((side) => routes[side]).filter(
    ({ method }) => method === endpoint.method || method === "ANY" || endpoint.method === "ANY",
  );
  const exact = all.filter(({ path }) => sameShape(path, endpoint.path));
  const found = exact.length > 0 ? exact : all.filter((route) => isServedBy(endpoint.path, route));
  const explanations: ExplainedRoute[] = [];
  for (const route of found) {
    const key = `request ${placeText(route.place)} ${route.path}`;
    const request = await index.ask(route.side, key, (inspector) => inspector.requestModel(route));
    explanations.push(explained(route, request, folder));
  }
  return explanations;
}

function explained(route: Route, request: RequestModel | undefined, folder: string): ExplainedRoute {
  const { side, framework, kind, method, path, place, handler, steps, conditional, unresolved } = route;
  const at = (where: Place): RouteLine => ({
    file: where.file.startsWith(`${folder}/`) ? where.file.slice(folder.length + 1) : where.file,
    line: where.range.start.line + 1,
  });
  return {
    side,
    framework,
    kind,
    method,
    path,
    ...at(place),
    ...(handler && { handler: { name: handler.name, ...at(handler.place) } }),
    steps: steps.map(({ text, by, place: where }) => ({ text, by, ...at(where) })),
    ...(route.implicit && { implicit: true as const }),
    ...(conditional !== undefined && { conditional }),
    ...(route.unmounted && { unmounted: true as const }),
    ...(unresolved && { unresolved: unresolved.map(({ reason, place: where }) => ({ reason, ...at(where) })) }),
    ...(request && { takes: { type: request.ref.text, ...at(request.ref.place), fields: fieldsOf(request) } }),
  };
}

function fieldsOf({ type, models }: RequestModel): readonly TakenField[] {
  const model = type.kind === "model" ? models.get(type.id) : undefined;
  return (model?.fields ?? []).map(({ wireName, typeText, isDefaulted }) => ({
    name: wireName,
    type: typeText,
    ...(isDefaulted && { isDefaulted }),
  }));
}

/** An operation or a webhook of a contract as `portolan routes` lists it; lines count from one. */
export interface ContractRow extends RouteLine {
  readonly side: "contract";
  readonly framework: "openapi";
  readonly kind: "http" | "webhook";
  readonly method: Method;
  /** With the first server's base path; of a webhook its name. */
  readonly path: string;
  /** The operation's id. */
  readonly handler?: string;
}

/** What a contract declares, sorted by path and method, webhooks last, and what is wrong with it. Throws a UserError where there is no such file. */
export async function contractRows(
  file: string,
  { files, readers }: Given,
): Promise<{ readonly rows: readonly ContractRow[]; readonly findings: readonly Finding[] }> {
  const text = await files.read(file);
  if (text === undefined) throw new UserError(`There is no contract at ${file}.`);
  const texts = createSourceTexts(files);
  const beside = (other: string): Promise<string | undefined> => texts.contract(other, undefined);
  const { facts } = await readWithReferences(readers, { file, text }, beside, (other) => texts.reasonOf(other));
  if (facts.language !== "openapi") throw new UserError(`${file} is not an OpenAPI document.`);
  const base = { side: "contract", framework: "openapi" } as const;
  const lineOf = ({ file: where, range }: Place): RouteLine => ({ file: where, line: range.start.line + 1 });
  const rows = facts.operations.map((operation): ContractRow => {
    const { method, path } = below(operation.basePaths?.[0] ?? "", operation);
    const { operationId, place } = operation;
    const handler = operationId === undefined ? {} : { handler: operationId };
    return { ...base, kind: "http", method, path, ...lineOf(place), ...handler };
  });
  const webhooks = facts.webhooks.map(({ name, method, operationId, place }): ContractRow => {
    const handler = operationId === undefined ? {} : { handler: operationId };
    return { ...base, kind: "webhook", method, path: name, ...lineOf(place), ...handler };
  });
  return { rows: [...rows.toSorted(compareRows), ...webhooks.toSorted(compareRows)], findings: facts.findings };
}

/** By code units, so that the order is the same on every machine. */
function compareRows(one: ContractRow, other: ContractRow): number {
  return compare(one.path, other.path) || compare(one.method, other.method) || one.line - other.line;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
