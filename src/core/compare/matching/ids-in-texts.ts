import type { Hint } from "#core/model/run/difference.ts";
import { isRandomText } from "#core/text/opaque/random-text.ts";
import type { IdRenaming } from "./renaming-ids.ts";

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
  if (python === rust) return "passes";
  const joined = joinPieces(python, rust, SEGMENTS, (left, right) => joinSegment(left, right, options));
  if (joined !== "differs") return joined;
  // An address within an address is encoded twice.
  if (/%25/.test(python) && /%25/.test(rust)) {
    const [left, right] = [decoded(python), decoded(rust)];
    if (left !== undefined && right !== undefined && left !== python && right !== rust)
      return joinTexts(left, right, options);
  }
  // A random text in base64 has signs by chance.
  if (isRandomText(python) && isRandomText(rust) && options.mayJoin(python, rust))
    return joinIds(python, rust, options);
  return "differs";
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
    return "passes";
  return joinPieces(python, rust, TOKENS, (l, r) => joinToken(l, r, options));
}

function joinToken(python: string, rust: string, options: JoinOptions): TextJoin {
  const { renaming } = options;
  const [left, right] = [idText(python), idText(rust)];
  if (renaming.goesWith(left, right)) return "passes";
  if (renaming.rustOf(left) !== undefined || renaming.pythonOf(right) !== undefined)
    return renaming.breakOf(left, right);
  for (const part of [UUID, WORDS]) {
    const [lefts, rights] = [python.split(part), rust.split(part)];
    // Where the parts have nothing in common, the whole is one id.
    const hasCommon = lefts.some((piece, at) => /[A-Za-z]{2}/.test(piece) && piece === rights[at]);
    const isPart = lefts.length > 1 && lefts.length === rights.length && (hasCommon || part === UUID);
    if (!isPart || python.replace(UUID, "") === "") continue;
    return joinPieces(python, rust, part, (l, r) => joinToken(l, r, options));
  }
  return options.mayJoin(python, rust) ? joinIds(python, rust, options) : "differs";
}

function joinIds(python: string, rust: string, { renaming, place }: JoinOptions): TextJoin {
  const ids = [idText(python), idText(rust)] as const;
  return renaming.joins(...ids, place) ? "passes" : renaming.breakOf(...ids);
}

/** What lies between signs is held against each other by `join`; the signs have to be the same. */
function joinPieces(
  python: string,
  rust: string,
  signs: RegExp,
  join: (python: string, rust: string) => TextJoin,
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
    const joined = join(left, right);
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
