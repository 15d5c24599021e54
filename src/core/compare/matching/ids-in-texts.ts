import type { Hint } from "#core/model/run/difference.ts";
import { bytesOfBase64 } from "#core/text/base64.ts";
import { isRandomText } from "#core/text/opaque/random-text.ts";
import { isIdName } from "../allowances/scalar-pair.ts";
import { otherSort, otherSpelling } from "./id-spelling.ts";
import { haveOtherExtensions, isPlainValue } from "./no-ids.ts";
import { decodeIds } from "./opaque-ids.ts";
import type { IdRenaming } from "./renaming-ids.ts";
import { withoutSignedIds } from "./signed-ids.ts";

/** Two texts are the same up to ids: so they are; they are not; or an id in them stands for another one elsewhere. */
export type TextJoin = "passes" | "differs" | Hint;

/** How an id that nobody knows yet is taken. */
export interface JoinOptions {
  readonly renaming: IdRenaming;
  /** Where the texts stand, for a reader. */
  readonly place?: string | undefined;
  /** Whether two unknown ids may go together from now on. */
  readonly mayJoin: (python: string, rust: string) => boolean;
}

/** A text that is one id and nothing else has no sign but those that ids have. */
export function isOneId(text: string): boolean {
  return /^[\w.~-]+$/.test(text);
}

/**
 * Finds the ids within two texts, paths, addresses, URNs, queries, percent-encoded ones too, and holds what stands
 * around them against each other. `"/api/nodes/U1"` and `"/api/nodes/K9"` are the same where U1 and K9 go together.
 */
export function joinTexts(python: string, rust: string, options: JoinOptions): TextJoin {
  return joinBareTexts(...withoutSignedIds(python, rust, options.renaming.signedIds()), options);
}

function joinBareTexts(python: string, rust: string, options: JoinOptions): TextJoin {
  if (python === rust) return "passes";
  const isSentence = /[\s"]/.test(python);
  const joined = joinPieces(python, rust, SEGMENTS, (left, right, before) => {
    const isPlain = isPlainValue(left, before) || isPlainValue(right, before);
    if (isPlain && !options.renaming.goesWith(idText(left), idText(right))) return "differs";
    const mayJoin: JoinOptions["mayJoin"] = (one, other) =>
      options.mayJoin(one, other) && (!areNumbers(one, other) || (!isSentence && isPlaceOfId(before)));
    return joinSegment(left, right, { ...options, mayJoin });
  });
  if (joined !== "differs") return joined;
  // An address within an address is encoded twice.
  if (/%25/.test(python) && /%25/.test(rust)) {
    const [left, right] = [decoded(python), decoded(rust)];
    if (left !== undefined && right !== undefined && left !== python && right !== rust)
      return joinTexts(left, right, options);
  }
  const opaque = joinOpaque(python, rust, options);
  if (opaque !== undefined) return opaque;
  // A random text in base64 has signs by chance.
  if (isRandomBase64(python) && isRandomBase64(rust) && options.mayJoin(python, rust))
    return joinIds(python, rust, options);
  return "differs";
}

/** What two texts say that only look like ids; undefined where they are ids. */
function joinOpaque(python: string, rust: string, options: JoinOptions): TextJoin | undefined {
  const texts = decodeIds(python, rust);
  if (texts === "unreadable") return undefined;
  if (texts === "same") return "passes";
  if (texts === "others") return "differs";
  const joined = texts.map(([left, right]) => joinTexts(left, right, options));
  return joined.find((each) => each === "differs") ?? joined.find((each) => each !== "passes") ?? "passes";
}

/** A path with an id in it looks random as well; it begins with its slash, or has what one alphabet has not. */
function isRandomBase64(text: string): boolean {
  return isRandomText(text) && !text.startsWith("/") && bytesOfBase64(text) !== undefined;
}

/**
 * Whether a number that nobody knows is an id where it stands: in a path, a URN, or a query by a name of ids. A page, a
 * limit or a number in a sentence is a value like others. `before` is what stands in front of it.
 */
function isPlaceOfId(before: string): boolean {
  const name = /[?&]([^=&?]*)=$/.exec(before)?.[1];
  return name === undefined ? /(?:^|[/:#(])$/.test(before) : isIdName(name);
}

function areNumbers(python: string, rust: string): boolean {
  return /^\d+$/.test(python) && /^\d+$/.test(rust);
}

/** What parts an address, a sentence and a list. */
const SEGMENTS = /([\s"#&'(),/:;<=>?@[\]{|}]+)/;

/** What parts ids within one of its segments. */
const TOKENS = /((?:%[\dA-Fa-f]{2}|[^\w.~-])+)/;

const UUID = /([\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{12})/;

/** What parts words within an id: `node_7`, `7.json`. */
const WORDS = /([._~-]+)/;

function joinSegment(python: string, rust: string, options: JoinOptions): TextJoin {
  const [left, right] = [decoded(python), decoded(rust)];
  // An id with a sign in it is known by what it is, not by how an address writes it.
  if (left !== undefined && right !== undefined && options.renaming.goesWith(idText(left), idText(right)))
    return otherSpelling(left, right) ?? "passes";
  // An address within an address is looked at as one.
  if (left !== undefined && right !== undefined && left !== python && right !== rust && /[/:]/.test(left))
    return joinBareTexts(left, right, options);
  return joinPieces(python, rust, TOKENS, (l, r) => joinToken(l, r, options));
}

function joinToken(python: string, rust: string, options: JoinOptions): TextJoin {
  const { renaming } = options;
  const [left, right] = [idText(python), idText(rust)];
  if (renaming.goesWith(left, right)) return otherSpelling(python, rust) ?? "passes";
  if (haveOtherExtensions(python, rust)) return "differs";
  const opaque = joinOpaque(python, rust, options);
  if (opaque !== undefined) return opaque;
  if (renaming.rustOf(left) !== undefined || renaming.pythonOf(right) !== undefined)
    return renaming.breakOf(left, right);
  // A UUID is one, whatever stands around it.
  if (UUID.test(python) && python.replace(UUID, "") !== "" && python.split(UUID).length === rust.split(UUID).length)
    return joinPieces(python, rust, UUID, (l, r) => joinToken(l, r, options));
  const joined = joinParts(python, rust, options);
  if (joined !== undefined) return joined;
  return options.mayJoin(python, rust) ? joinIds(python, rust, options) : (otherSort(python, rust) ?? "differs");
}

/**
 * What an id is put together from: `user-U1` and `user-K9`, or `user-U1` and `admin-K9` where U1 and K9 are known to go
 * together. Undefined where the two have nothing in common, and the whole is one id.
 */
function joinParts(python: string, rust: string, options: JoinOptions): TextJoin | undefined {
  const known = runsOf(python, rust).find((run) => options.renaming.goesWith(idText(run.python), idText(run.rust)));
  if (known !== undefined) {
    const around = [python.slice(0, known.at) + python.slice(known.at + known.python.length)];
    around.push(rust.slice(0, known.rustAt) + rust.slice(known.rustAt + known.rust.length));
    return joinPieces(around[0] ?? "", around[1] ?? "", WORDS, (l, r) => joinToken(l, r, options));
  }
  const [lefts, rights] = [python.split(WORDS), rust.split(WORDS)];
  const isCommon = (piece: string, at: number): boolean => piece === rights[at];
  if (lefts.length !== rights.length || !lefts.some((piece, at) => /[A-Za-z]{2}/.test(piece) && isCommon(piece, at)))
    return undefined;
  const [first, last] = [
    lefts.findIndex((piece, at) => !isCommon(piece, at)),
    lefts.findLastIndex((piece, at) => !isCommon(piece, at)),
  ];
  const middle = (pieces: readonly string[]): string => pieces.slice(first, last + 1).join("");
  // What lies between equal ends is one id, with a hyphen in it or not.
  if (last - first + 1 < lefts.length) return joinToken(middle(lefts), middle(rights), options);
  return joinPieces(python, rust, WORDS, (l, r) => joinToken(l, r, options));
}

/** Some parts of two texts that stand one behind the other. */
interface Run {
  readonly python: string;
  readonly rust: string;
  /** Where they begin. */
  readonly at: number;
  readonly rustAt: number;
}

/** Of more parts nobody makes an id. */
const MOST_PARTS = 9;

/** Every run of parts in which two texts of as many parts differ, the longest first, but for the whole. A single character is an id by chance. */
function runsOf(python: string, rust: string): readonly Run[] {
  const [lefts, rights] = [python.split(WORDS), rust.split(WORDS)];
  if (lefts.length === 1 || lefts.length !== rights.length || lefts.length > 2 * MOST_PARTS) return [];
  const runs: Run[] = [];
  for (let length = lefts.length - 2; length > 0; length -= 2) {
    for (let start = 0; start + length <= lefts.length; start += 2) {
      const text = (pieces: readonly string[], from: number, to: number): string => pieces.slice(from, to).join("");
      const run = { python: text(lefts, start, start + length), rust: text(rights, start, start + length) };
      if (run.python.length > 1 && run.python !== run.rust)
        runs.push({ ...run, at: text(lefts, 0, start).length, rustAt: text(rights, 0, start).length });
    }
  }
  return runs;
}

/**
 * What two ids, as `IdRenaming` writes them, may be put together from: `"user-U1"`, `"user-U2"` → `"U1"`, `"U2"`.
 */
export function idParts(python: string, rust: string): readonly (readonly [python: string, rust: string])[] {
  const areUuids = [python, rust].every((id) => id.slice(1, -1).replace(UUID, "") === "");
  if (!python.startsWith('"') || !rust.startsWith('"') || areUuids) return [];
  return runsOf(python.slice(1, -1), rust.slice(1, -1)).map((run) => [idText(run.python), idText(run.rust)]);
}

function joinIds(python: string, rust: string, { renaming, place }: JoinOptions): TextJoin {
  const spelling = otherSpelling(python, rust);
  if (spelling !== undefined) return spelling;
  const ids = [idText(python), idText(rust)] as const;
  return renaming.joins(...ids, place) ? "passes" : renaming.breakOf(...ids);
}

/** What lies between signs is held against each other by `join`; the signs have to be the same. */
function joinPieces(
  python: string,
  rust: string,
  signs: RegExp,
  join: (python: string, rust: string, before: string) => TextJoin,
): TextJoin {
  const [lefts, rights] = [python.split(signs), rust.split(signs)];
  if (lefts.length !== rights.length) return "differs";
  let broken: TextJoin = "passes";
  for (const [at, left] of lefts.entries()) {
    const right = rights[at] ?? "";
    if (left === right) continue;
    // What `split` captured stands at the odd places.
    const isSign = at % 2 === 1 && signs !== UUID;
    if (isSign && left.toLowerCase() === right.toLowerCase()) continue;
    if (isSign || left === "" || right === "") return "differs";
    const joined = join(left, right, lefts.slice(Math.max(0, at - 8), at).join(""));
    if (joined === "differs") return joined;
    if (joined !== "passes" && broken === "passes") broken = joined;
  }
  return broken;
}

/**
 * Does a text look like an id by itself: a UUID, a number, or letters with digits among them? A version, `v2`, does not,
 * and neither does a word.
 */
export function looksLikeId(text: string): boolean {
  if (/^\d+$/.test(text) || isRandomText(text)) return true;
  return /\d/.test(text) && /^[\w.~-]{2,}$/.test(text) && !/^v\d+(?:\.\d+)*$/i.test(text);
}

/** What within a text looks like an id, in its order and as `IdRenaming` writes it. */
export function idTokens(text: string): readonly string[] {
  return text
    .split(SEGMENTS)
    .flatMap((segment) => segment.split(TOKENS))
    .filter((token) => looksLikeId(token))
    .map((token) => idText(token));
}

function idText(text: string): string {
  return /^\d+$/.test(text) ? text : JSON.stringify(text);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
