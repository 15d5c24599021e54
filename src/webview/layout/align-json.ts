import type { DifferenceIndex, Effect } from "./difference-index.ts";
import { jsonLines } from "./json-lines.ts";
import type { JsonMember, JsonNode } from "./json-tree.ts";
import { type Mark, OMITTED, type Row, RowList, type UnnumberedLine, isSameLine } from "./row.ts";

/**
 * Two JSON bodies as rows. Members stand in Python's order, each beside Rust's member of the same name (where a name
 * is repeated, the last beside the last: that is the one which readers take); what only Rust has follows the member
 * that it follows in Rust. Elements stand in their order, and those that the comparison found to be without
 * counterpart stand alone. Linear in the lines.
 */
export function alignJson(python: JsonNode, rust: JsonNode, index: DifferenceIndex): readonly Row[] {
  const walk: Walk = { index, list: new RowList() };
  alignSlots(walk, rootSlot(python), rootSlot(rust), "none");
  return walk.list.rows;
}

interface Walk {
  readonly index: DifferenceIndex;
  readonly list: RowList;
}

/** A value and where it stands in its body. */
interface Slot {
  readonly node: JsonNode;
  readonly pointer: string;
  readonly depth: number;
  readonly name?: string;
  readonly hasComma: boolean;
  /** The how-manieth of its array. */
  readonly ordinal?: number;
}

function rootSlot(node: JsonNode): Slot {
  return { node, pointer: "", depth: 0, hasComma: false };
}

function alignSlots(walk: Walk, python: Slot | undefined, rust: Slot | undefined, inherited: Effect): void {
  const differences = [
    ...new Set([
      ...(python ? walk.index.at("python", python.pointer) : []),
      ...(rust ? walk.index.at("rust", rust.pointer) : []),
    ]),
  ];
  if (python?.node.kind === "omitted" || rust?.node.kind === "omitted") {
    // Both sides leave out the same, and no difference stands in it but one of all that holds it.
    pushBeside(walk, python, rust, { effect: inherited, differences: [], pointer: OMITTED });
    return;
  }
  const own = walk.index.effect(differences);
  const effect = own === "none" ? inherited : own;
  const pointer = python?.pointer ?? rust?.pointer ?? "";
  if (!python || !rust || !isSameContainer(python.node, rust.node)) {
    pushBeside(walk, python, rust, { effect, differences, pointer });
    return;
  }
  const brackets = python.node.kind === "object" ? "{}" : "[]";
  const pushBracket = (bracket: string, isEnd: boolean): void => {
    const line = (slot: Slot): UnnumberedLine => ({
      depth: slot.depth,
      ...(!isEnd && slot.name !== undefined && { name: slot.name }),
      text: bracket,
      hasComma: isEnd && slot.hasComma,
    });
    const lines = { python: line(python), rust: line(rust) };
    walk.list.push(lines, {
      mark: markOf(lines.python, lines.rust, effect),
      differences: isEnd ? [] : differences,
      pointer,
    });
  };
  pushBracket(brackets.charAt(0), false);
  for (const pair of pairs(walk, python, rust)) alignSlots(walk, pair.python, pair.rust, effect);
  pushBracket(brackets.charAt(1), true);
}

/** Both are objects or both are arrays, and there is something in them to set side by side. */
function isSameContainer(python: JsonNode, rust: JsonNode): boolean {
  if (python.kind === "object") {
    return rust.kind === "object" && python.members.length + rust.members.length > 0;
  }
  return python.kind === "array" && rust.kind === "array" && python.elements.length + rust.elements.length > 0;
}

/** Scalars, unlike things, and what stands on one side only: line beside line as far as they go. */
function pushBeside(
  walk: Walk,
  python: Slot | undefined,
  rust: Slot | undefined,
  facts: { readonly effect: Effect; readonly differences: readonly number[]; readonly pointer: string },
): void {
  const left = python ? jsonLines(python.node, python) : [];
  const right = rust ? jsonLines(rust.node, rust) : [];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const lines = { python: left[at], rust: right[at] };
    walk.list.push(lines, {
      mark: facts.pointer === OMITTED ? markOfOmitted(facts.effect) : markOf(lines.python, lines.rust, facts.effect),
      differences: at === 0 ? facts.differences : [],
      pointer: facts.pointer,
    });
  }
}

function markOf(python: UnnumberedLine | undefined, rust: UnnumberedLine | undefined, effect: Effect): Mark {
  if (isSameLine(python, rust)) return "equal";
  return effect === "differs" ? "differs" : "tolerated";
}

function markOfOmitted(effect: Effect): Mark {
  return effect === "none" ? "equal" : effect;
}

interface Pair {
  readonly python?: Slot | undefined;
  readonly rust?: Slot | undefined;
}

function pairs(walk: Walk, python: Slot, rust: Slot): readonly Pair[] {
  if (python.node.kind === "object" && rust.node.kind === "object") {
    return pairMembers(memberSlots(python, python.node.members), memberSlots(rust, rust.node.members));
  }
  if (python.node.kind === "array" && rust.node.kind === "array") {
    return pairElements(
      elementSlots(python, python.node.elements),
      elementSlots(rust, rust.node.elements),
      walk.index.loneElements("python", python.pointer),
      walk.index.loneElements("rust", rust.pointer),
    );
  }
  return [];
}

/** A slot and the name by which it finds its counterpart: the name and how many of that name are left. */
interface NamedSlot {
  readonly key: string;
  readonly slot: Slot;
}

function pairMembers(python: readonly NamedSlot[], rust: readonly NamedSlot[]): readonly Pair[] {
  const rustByKey = new Map(rust.map(({ key, slot }) => [key, slot]));
  const pythonKeys = new Set(python.map(({ key }) => key));
  const rustOnlyAfter = new Map<string | undefined, Slot[]>();
  let previous: string | undefined;
  for (const { key, slot } of rust) {
    if (pythonKeys.has(key)) {
      previous = key;
      continue;
    }
    const followers = rustOnlyAfter.get(previous);
    if (followers) followers.push(slot);
    else rustOnlyAfter.set(previous, [slot]);
  }
  const follow = (key: string | undefined): Pair[] => (rustOnlyAfter.get(key) ?? []).map((slot) => ({ rust: slot }));
  return [
    ...follow(undefined),
    ...python.flatMap(({ key, slot }) => [{ python: slot, rust: rustByKey.get(key) }, ...follow(key)]),
  ];
}

function pairElements(
  python: readonly Slot[],
  rust: readonly Slot[],
  pythonAlone: ReadonlySet<number>,
  rustAlone: ReadonlySet<number>,
): readonly Pair[] {
  const found: Pair[] = [];
  let left = 0;
  let right = 0;
  while (left < python.length || right < rust.length) {
    const [one, other] = [python[left], rust[right]];
    const isUneven = (one?.node.kind === "omitted") !== (other?.node.kind === "omitted");
    if (one && (pythonAlone.has(one.ordinal ?? 0) || (isUneven && one.node.kind === "omitted"))) {
      found.push({ python: one });
      left++;
    } else if (other && (rustAlone.has(other.ordinal ?? 0) || (isUneven && other.node.kind === "omitted"))) {
      found.push({ rust: other });
      right++;
    } else found.push({ python: python[left++], rust: rust[right++] });
  }
  return found;
}

function memberSlots(parent: Slot, members: readonly JsonMember[]): readonly NamedSlot[] {
  const left = new Map<string, number>();
  let omitted = 0;
  for (const { name } of members) left.set(name, (left.get(name) ?? 0) + 1);
  return members.map((member, at) => {
    const turn = left.get(member.name) ?? 0;
    left.set(member.name, turn - 1);
    if (member.value.kind === "omitted") omitted += 1;
    return {
      key: member.value.kind === "omitted" ? `${OMITTED}${omitted}` : `${turn} ${member.name}`,
      slot: {
        node: member.value,
        pointer: `${parent.pointer}/${member.name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
        depth: parent.depth + 1,
        name: member.nameText,
        hasComma: at < members.length - 1,
      },
    };
  });
}

function elementSlots(parent: Slot, elements: readonly JsonNode[]): readonly Slot[] {
  let ordinal = 0;
  return elements.map((node, at) => {
    const own = ordinal;
    ordinal += node.kind === "omitted" ? node.count : 1;
    const pointer = `${parent.pointer}/${own}`;
    return { node, pointer, depth: parent.depth + 1, hasComma: at < elements.length - 1, ordinal: own };
  });
}
