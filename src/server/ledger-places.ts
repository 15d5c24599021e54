import type { Side } from "#core/model/endpoint.ts";
import type { Ledger, LedgerRow } from "#core/model/ledger.ts";
import type { Place, Position, Range } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";

/** Where an endpoint shows in a file: at a handler (or its route, where the handler is not known), or in the contract. */
export interface EndpointSite {
  readonly row: LedgerRow;
  readonly on: Side | "contract";
  /** The line of the handler's name, or, in Python, of the first decorator above it. */
  readonly line: number;
}

export type EndpointFinder = (ledger: Ledger, file: string, position: Position) => LedgerRow | undefined;

/** All sites of a ledger's endpoints in one file, once an endpoint and line. */
export function sitesInFile(ledger: Ledger, file: string): readonly EndpointSite[] {
  return ledger.rows.flatMap((row) => {
    const sites = new Map<number, EndpointSite>();
    for (const route of [...row.python, ...row.rust]) {
      const line = siteLine(route, file);
      if (line !== undefined && !sites.has(line)) sites.set(line, { row, on: route.side, line });
    }
    if (row.operation?.place.file === file) {
      const { line } = row.operation.place.range.start;
      sites.set(line, { row, on: "contract", line });
    }
    return [...sites.values()];
  });
}

/** The endpoint whose handler, route or operation holds a position; the narrowest where several do. */
export const rowAt: EndpointFinder = (ledger, file, position) =>
  narrowest(ledger, file, position, (row) => [...namingPlaces(row), ...bodies(row)]);

/** The endpoint that is named on a position's line: by its handler's name, its route, or the head of its operation. */
export const rowNamedAt: EndpointFinder = (ledger, file, position) => narrowest(ledger, file, position, namingPlaces);

function namingPlaces(row: LedgerRow): readonly Place[] {
  const places = routesOf(row).flatMap(({ place, handler }) =>
    handler === undefined ? [place] : [place, handler.place],
  );
  return row.operation === undefined ? places : [...places, headOf(row.operation.place)];
}

function bodies(row: LedgerRow): readonly Place[] {
  const places = routesOf(row).flatMap(({ handler }) => handler?.body ?? []);
  return row.operation === undefined ? places : [...places, row.operation.place];
}

function routesOf(row: LedgerRow): readonly Route[] {
  return [...row.python, ...row.rust];
}

function headOf({ file, range: { start } }: Place): Place {
  return { file, range: { start, end: { line: start.line, character: Number.MAX_SAFE_INTEGER } } };
}

function narrowest(
  ledger: Ledger,
  file: string,
  position: Position,
  placesOf: (row: LedgerRow) => readonly Place[],
): LedgerRow | undefined {
  const candidates = ledger.rows.flatMap((row) =>
    placesOf(row)
      .filter((place) => place.file === file && holdsLine(place.range, position.line))
      .map(({ range }) => ({ row, rank: rank(range, position) })),
  );
  return candidates.reduce<(typeof candidates)[number] | undefined>(
    (best, next) => (best === undefined || next.rank < best.rank ? next : best),
    undefined,
  )?.row;
}

/** What holds the very position comes before what is only on its line, then fewer lines, then fewer characters. */
function rank({ start, end }: Range, position: Position): number {
  const isBefore = position.line === start.line && position.character < start.character;
  const isBehind = position.line === end.line && position.character > end.character;
  const lines = end.line - start.line;
  const characters = lines === 0 ? Math.min(end.character - start.character, 9_999) : 0;
  return (isBefore || isBehind ? 1e12 : 0) + lines * 10_000 + characters;
}

function holdsLine(range: Range, line: number): boolean {
  return range.start.line <= line && line <= range.end.line;
}

function siteLine(route: Route, file: string): number | undefined {
  const { handler } = route;
  if (handler === undefined) return route.place.file === file ? route.place.range.start.line : undefined;
  if (handler.place.file !== file) return undefined;
  const { line } = handler.place.range.start;
  // Python defines a function before it hands it on, so what stands before the function is a decorator of it.
  const isDecorator = route.side === "python" && route.place.file === file && route.place.range.start.line < line;
  return isDecorator ? route.place.range.start.line : line;
}
