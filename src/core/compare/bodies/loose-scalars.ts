import type { DifferenceClass, Hint } from "#core/model/run/difference.ts";
import { STRING, kindOf, nameOf, pointerOf, stringOf } from "#core/text/json/json-document.ts";
import { allowsPair, isAboutPair } from "../allowances/allowances.ts";
import { type ScalarPair, idsOf, isIdName, textsOf } from "../allowances/scalar-pair.ts";
import { idParts, isOneId, joinTexts, looksLikeId } from "../matching/ids-in-texts.ts";
import { otherSpelling } from "../matching/id-spelling.ts";
import { isReadableId } from "../matching/opaque-ids.ts";
import type { RuleLeeway } from "../rules/rule-marks.ts";
import type { Disagreement } from "../tally.ts";
import { type IdPair, type Walk, record } from "./json-walk.ts";

/** Two scalars of one type that rules compare by another measure; `found` is how they disagree without rules. */
export function loosenScalars(
  walk: Walk,
  values: RuleLeeway["values"],
  found: DifferenceClass | undefined,
  pythonNode: number,
  rustNode: number,
): void {
  const { tally } = walk;
  const pair = pairOf(walk, pythonNode, rustNode);
  const concerned = values.filter(({ allow }) => isAboutPair(allow, pair));
  // Two that are written alike need no leeway: they were compared as all others are.
  if (concerned.length > 0 && found !== undefined) {
    tally.compared -= 2;
    tally.loosened += 2;
  }
  // An integer on one side and a float on the other is a matter of type, which no measure of values is about.
  const others = concerned.filter(({ allow }) => allow !== "renamed ids" && allow !== "renamed uuids");
  if (found !== "type" && found !== undefined && others.some(({ allow }) => allowsPair(allow, pair))) return;
  if (others.length < concerned.length)
    walk.ids.push({
      pythonNode,
      rustNode,
      found,
      areAny: concerned.some(({ allow }) => allow === "renamed ids"),
      after: tally.disagreements.length,
    });
  else if (found !== undefined) record(walk, { class: found, python: pythonNode, rust: rustNode });
}

/**
 * Holds the ids against each other once all that stand by themselves are known: where two pairs contradict each other,
 * the one that is met more often is right. Then come texts that have ids in them. What does not go together is told in
 * the place where it was met.
 */
export function settleIds(walk: Walk): void {
  if (walk.ids.length === 0) return;
  const composites = joinByVotes(walk);
  const before = walk.tally.disagreements.splice(walk.start);
  let taken = 0;
  for (const pair of walk.ids) {
    const upTo = pair.after - walk.start;
    for (; taken < upTo && taken < before.length; taken++) push(walk, before[taken]);
    settlePair(walk, pair, composites);
  }
  for (; taken < before.length; taken++) push(walk, before[taken]);
}

/** What was recorded already; there are no more than may be kept only where ids came between them. */
function push({ tally, limit }: Walk, disagreement: Disagreement | undefined): void {
  if (disagreement === undefined) return;
  if (tally.disagreements.length < limit) tally.disagreements.push(disagreement);
  else tally.omitted++;
}

function settlePair(
  walk: Walk,
  { pythonNode, rustNode, found, areAny }: IdPair,
  composites: ReadonlySet<string>,
): void {
  const { renaming } = walk.tally;
  const pair = pairOf(walk, pythonNode, rustNode);
  const ids = idsOf(pair);
  const texts = composites.has(ids.join("\n")) ? textsOf(pair) : textsAround(pair, areAny);
  if (found === undefined) {
    // Equal ids take part in the renaming, so that another cannot stand for one of them; that is told where it differs.
    return;
  }
  if (found !== "value") {
    record(walk, { class: found, python: pythonNode, rust: rustNode });
    return;
  }
  const joined =
    texts === undefined
      ? joinWholeIds(pair, walk)
      : joinTexts(...texts, {
          renaming,
          place: placeOf(walk, pythonNode),
          mayJoin: (left, right) => (areAny ? looksLikeId(left) && looksLikeId(right) : isUuid(left) && isUuid(right)),
        });
  if (joined === true || joined === "passes") return;
  const hint = whyNot(walk, joined === "differs" ? undefined : joined);
  record(walk, { class: found, python: pythonNode, rust: rustNode, ...(hint !== undefined && { hint }) });
}

function joinWholeIds(pair: ScalarPair, { tally: { renaming } }: Walk): true | Hint {
  const ids = idsOf(pair);
  const spelling = spellingOf(pair);
  return spelling ?? (renaming.goesWith(...ids) || renaming.breakOf(...ids));
}

/** Why two ids that are texts cannot stand for each other, by how they are spelt. */
function spellingOf(pair: ScalarPair): Hint | undefined {
  const texts = textsOf(pair);
  return texts === undefined ? undefined : otherSpelling(...texts);
}

/** Where the search for what belongs together came to its bound, another pairing might explain the ids. */
function whyNot({ referencePairs }: Walk, hint: Hint | undefined): Hint | undefined {
  if (referencePairs?.isEnded !== true) return hint;
  const text =
    "The search for the elements that belong together ended at its bound, so that these two may be paired wrongly; `keyed by` a member that tells them apart.";
  return { code: hint?.code ?? "search-ended", text: hint === undefined ? text : `${hint.text} ${text}` };
}

/**
 * Joins the ids that stand by themselves, those first that this run and this body have said most often. Returns those
 * that are put together from others, `user-U1` beside `U1`: in them the others are found, as in a text.
 */
function joinByVotes(walk: Walk): ReadonlySet<string> {
  const { renaming } = walk.tally;
  const votes = new Map<string, { readonly ids: readonly [string, string]; readonly node: number; count: number }>();
  for (const { pythonNode, rustNode, found, areAny } of walk.ids) {
    const pair = pairOf(walk, pythonNode, rustNode);
    if ((found !== undefined && found !== "value") || textsAround(pair, areAny) !== undefined) continue;
    if (found === "value" && spellingOf(pair) !== undefined) continue;
    const ids = idsOf(pair);
    const key = ids.join("\n");
    const known = votes.get(key);
    if (known === undefined) votes.set(key, { ids, node: pythonNode, count: 1 });
    else known.count++;
  }
  const ordered = [...votes.values()].toSorted((a, b) => b.count - a.count);
  const composites = new Set<string>();
  for (const { ids, node, count } of ordered) {
    const isPutTogether = idParts(...ids).some(
      (part) => votes.has(part.join("\n")) || renaming.goesWith(part[0], part[1]),
    );
    if (isPutTogether) {
      composites.add(ids.join("\n"));
      continue;
    }
    const place = placeOf(walk, node);
    for (let time = 0; time < count; time++) if (!renaming.joins(...ids, place)) break;
  }
  return composites;
}

function placeOf({ python, part, caseName }: Walk, node: number): string {
  const where = `\`${pointerOf(python.document, node)}\` of the ${part}`;
  return caseName === undefined ? where : `${where} of the case "${caseName}"`;
}

/** Two texts that are more than one id by itself; of UUIDs alone, those that are not one each. */
function textsAround(
  { python, pythonNode, rust, rustNode }: ScalarPair,
  areAny: boolean,
): readonly [string, string] | undefined {
  if (kindOf(python, pythonNode) !== STRING) return undefined;
  const texts = [stringOf(python, pythonNode), stringOf(rust, rustNode)] as const;
  if (!areAny) return texts.every((text) => isUuid(text)) ? undefined : texts;
  // What is called an id is one, also with a sign in it; an address is not.
  const isNamed = isIdName(nameOf(python, pythonNode) ?? "") && texts.every((text) => !/[/?#]/.test(text));
  const areIds = isNamed || texts.every((text) => isOneId(text));
  // A cursor that can be read says more than which one it is.
  return areIds && !texts.some((text) => isReadableId(text)) ? undefined : texts;
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}

function pairOf({ python, rust }: Walk, pythonNode: number, rustNode: number): ScalarPair {
  return { python: python.document, pythonNode, rust: rust.document, rustNode };
}
