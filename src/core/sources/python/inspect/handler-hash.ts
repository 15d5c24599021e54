import type { PythonClass, PythonExpression, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Range } from "#core/model/place.ts";
import type { Handler } from "#core/model/route.ts";
import type { SourceAnswer } from "#core/model/sources/sources.ts";
import { hashSource } from "../../source-text.ts";
import {
  collectNames,
  createDefinitions,
  flatten,
  type Declaration,
  type Definition,
  type Definitions,
  type Names,
  type PythonSources,
} from "./definitions.ts";
import { innerImports, routersOf, usedNames } from "./used-names.ts";

/** More declarations than any handler uses; ends the walk in a project that is one knot. */
const MAX_PIECES = 5000;
/** Classes that extend one another. */
const MAX_BASES = 20;

/** A piece of source that the handler uses, with what stands around it. */
interface Piece {
  readonly file: string;
  readonly range: Range;
  /** Absent where it is not the whole of a declaration. */
  readonly hash?: string;
  /** Names of the functions around it, innermost first. */
  readonly around: readonly Names[];
  /** The class whose method it is. */
  readonly owner?: PythonClass;
}

/** What the names in a piece lead to. */
interface Followed {
  readonly hash: string;
  /** By their keys. */
  readonly pieces: ReadonlyMap<string, Piece>;
  readonly wanted: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}

/**
 * Makes the hash of all project code that a handler uses: its own source, then the functions, classes and values that
 * it names, and what those name. A name counts wherever it stands in the code; text and comments do not. Where the code
 * stands does not matter: to move a function to another file changes nothing. Handlers share what they have in common.
 */
export function createHandlerHash(python: PythonSources): (handler: Handler) => SourceAnswer<string | undefined> {
  const followedByPiece = new Map<string, Followed>();

  function follow(piece: Piece, key: string): Followed {
    const known = followedByPiece.get(key);
    // What could not be followed for want of a file is tried again when the file is there.
    if (known && known.wanted.size === 0) return known;
    const definitions = createDefinitions(python);
    const text = python.sliceOf(piece.file, piece.range);
    const { wanted, used } = definitions;
    const pieces = byKey(namedIn(definitions, piece, text));
    const followed = { hash: piece.hash ?? hashSource(text), pieces, wanted, used };
    followedByPiece.set(key, followed);
    return followed;
  }

  return ({ place: { file, range }, body }) => {
    const definitions = createDefinitions(python);
    const facts = definitions.factsOf(file);
    const wanted = new Set(definitions.wanted);
    const used = new Set(definitions.used);
    if (!facts) return { value: undefined, wanted: [...wanted], used: [...used] };
    const start = findPiece(facts.body, file, range) ?? { file, range: body.range, around: [] };
    const hashes = new Map<string, string>();
    const found = byKey([start, ...routerPieces(definitions, start, python.sliceOf(file, start.range))]);
    // A map is walked through what is put into it meanwhile, too.
    for (const [key, piece] of found) {
      if (hashes.size >= MAX_PIECES) break;
      const followed = follow(piece, key);
      hashes.set(key, followed.hash);
      for (const each of followed.wanted) wanted.add(each);
      for (const each of followed.used) used.add(each);
      for (const [next, each] of followed.pieces) if (!found.has(next)) found.set(next, each);
    }
    for (const each of definitions.wanted) wanted.add(each);
    for (const each of definitions.used) used.add(each);
    const [only, ...others] = [...hashes.values()].toSorted();
    const value = others.length === 0 ? only : hashSource([only, ...others].join("\n"));
    return { value, wanted: [...wanted], used: [...used] };
  };
}

function namedIn(definitions: Definitions, piece: Piece, text: string): readonly Piece[] {
  const local = collectNames(innerImports(text));
  return usedNames(text).flatMap(([head = "", ...rest]) => {
    const [member] = rest;
    if ((head === "self" || head === "cls") && piece.owner && member !== undefined) {
      return memberPieces(definitions, piece.owner, piece.file, member, 0);
    }
    for (const names of [local, ...piece.around]) {
      const found = definitions.findIn(names, piece.file, head);
      if (found) return piecesOf(definitions, found, rest, piece.around);
    }
    const found = definitions.find(piece.file, head);
    return found ? piecesOf(definitions, found, rest, []) : [];
  });
}

function piecesOf(
  definitions: Definitions,
  definition: Definition,
  rest: readonly string[],
  around: readonly Names[],
): readonly Piece[] {
  const found = resolve(definitions, definition, rest);
  return found?.kind === "declared" ? found.declarations.map((each) => pieceOf(each, found.file, around)) : [];
}

/** `schemas.users.UserOut`: through modules to what they declare. */
function resolve(
  definitions: Definitions,
  definition: Definition,
  [next, ...rest]: readonly string[],
): Definition | undefined {
  if (definition.kind !== "module" || next === undefined) return definition;
  const below = definitions.below(definition, next);
  return below && resolve(definitions, below, rest);
}

/** `self.x`: of the class or of those that it extends. */
function memberPieces(
  definitions: Definitions,
  owner: PythonClass,
  file: string,
  name: string,
  depth: number,
): readonly Piece[] {
  const own = collectNames(owner.body).declared.get(name);
  if (own) return own.map((each) => ({ ...pieceOf(each, file, []), owner }));
  if (depth > MAX_BASES) return [];
  return owner.bases.flatMap((base) => {
    const definition = base.kind === "name" ? definitions.find(file, base.name) : undefined;
    const last = definition?.kind === "declared" ? definition.declarations.at(-1) : undefined;
    if (definition?.kind !== "declared" || last?.kind !== "class") return [];
    return memberPieces(definitions, last, definition.file, name, depth + 1);
  });
}

/** What the handler's routers run before all their handlers: that they have other routes is not its business. */
function routerPieces(definitions: Definitions, { file, around }: Piece, text: string): readonly Piece[] {
  return routersOf(text).flatMap(([head = "", ...rest]) => {
    const first =
      around.map((names) => definitions.findIn(names, file, head)).find(Boolean) ?? definitions.find(file, head);
    const definition = first && resolve(definitions, first, rest);
    if (definition?.kind !== "declared") return [];
    return definition.declarations
      .flatMap((each) => dependenciesIn(each))
      .map(({ at }) => ({ file: definition.file, range: at, around: [] }));
  });
}

function byKey(pieces: readonly Piece[]): Map<string, Piece> {
  return new Map(pieces.map((piece) => [keyOf(piece), piece]));
}

function keyOf({ file, range: { start, end } }: Piece): string {
  return `${file}:${start.line}:${start.character}:${end.line}:${end.character}`;
}

function pieceOf(declaration: Declaration, file: string, around: readonly Names[]): Piece {
  if (declaration.kind === "assign") return { file, range: declaration.at, around };
  return { file, range: declaration.whole, hash: declaration.hash, around };
}

/** `dependencies=[…]` of a router that is made here. */
function dependenciesIn(declaration: Declaration): readonly PythonExpression[] {
  if (declaration.kind !== "assign" || declaration.value?.kind !== "call") return [];
  return declaration.value.named.flatMap(([name, value]) => (name === "dependencies" ? [value] : []));
}

/** The declaration whose name stands at a range, with what is around it. */
function findPiece(
  body: readonly PythonStatement[],
  file: string,
  range: Range,
  around: readonly Names[] = [],
  owner?: PythonClass,
): Piece | undefined {
  for (const statement of flatten(body)) {
    if (statement.kind !== "function" && statement.kind !== "class") continue;
    if (isSame(statement.at, range)) return { ...pieceOf(statement, file, around), ...(owner && { owner }) };
    if (range.start.line < statement.whole.start.line || range.start.line > statement.whole.end.line) continue;
    const inner = statement.body ?? [];
    const found =
      statement.kind === "class"
        ? findPiece(inner, file, range, around, statement)
        : findPiece(inner, file, range, [collectNames(inner), ...around]);
    if (found) return found;
  }
  return undefined;
}

function isSame(one: Range, other: Range): boolean {
  return one.start.line === other.start.line && one.start.character === other.start.character;
}
