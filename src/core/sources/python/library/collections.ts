import { madeNow } from "../run/items.ts";
import { itemsOf, type External, type Machine } from "../values/machine.ts";
import { knownText, NOTHING, textOf, type Arguments, type Value } from "../values/values.ts";

/** `dict` and what `collections` has. */
export const COLLECTIONS: Readonly<Record<string, External>> = {
  dict: dictionaryOf,
  "collections.OrderedDict": dictionaryOf,
  "collections.defaultdict": (args, machine) => {
    const [factory, ...positional] = args.positional;
    const made = dictionaryOf({ ...args, positional }, machine);
    return factory && made.kind === "dictionary" ? { ...made, factory: factory.value } : made;
  },
  "collections.deque": (args, machine) => {
    const given = args.positional[0]?.value;
    const items = given ? itemsOf(given) : [];
    return items && { kind: "list", items: [...items], ...madeNow(machine) };
  },
  "collections.namedtuple": namedTuple,
};

/** `dict(a=1)`, `dict(other)`, `dict([("a", 1)])` */
function dictionaryOf(args: Arguments, machine: Machine): Value {
  const value = args.positional[0]?.value;
  const others = value?.kind === "dictionary" ? value.entries : pairsIn(value);
  const named = [...args.named].map(([name, each]): readonly [Value, Value] => [textOf(name), each.value]);
  return { kind: "dictionary", entries: [...others, ...named], ...madeNow(machine) };
}

function pairsIn(value: Value | undefined): readonly (readonly [Value, Value])[] {
  return (value && value.kind === "list" ? value.items : []).flatMap((pair): (readonly [Value, Value])[] => {
    const [key, given] = pair.kind === "list" ? pair.items : [];
    return key && given ? [[key, given]] : [];
  });
}

/** `namedtuple("Row", "path method")`: a class of tuples with names for their items. */
function namedTuple(args: Arguments): Value | undefined {
  const given = args.positional[1]?.value;
  const names =
    knownText(given)
      ?.split(/[\s,]+/)
      .filter((name) => name !== "") ?? (given && itemsOf(given))?.map((item) => knownText(item));
  if (!names) return undefined;
  const fields = names.map((name) => name ?? "");
  return {
    kind: "native",
    isStateless: true,
    call: (row) => ({
      kind: "list",
      fields,
      items: fields.map((field, index) => row.positional[index]?.value ?? row.named.get(field)?.value ?? NOTHING),
    }),
  };
}
