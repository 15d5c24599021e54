import { bytesOfBase64 } from "#core/text/base64.ts";
import { isRecord } from "#core/model/is-record.ts";
import { isSameJson } from "./same-json.ts";
import type { HintSubject, HintValue } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";

/** Differences in which members, types and spellings a body has. */
export const SHAPE_HINTS: readonly HintRow[] = [
  {
    code: "null-left-out",
    gap: "None against absent",
    sentence: ({ class: found, python }) => {
      if (found !== "null-against-missing") return undefined;
      return python === undefined
        ? 'Rust writes `null` where Python leaves the member out (`exclude_none`, `exclude_unset`, or a model without it): add `#[serde(skip_serializing_if = "Option::is_none")]`, or take the field out.'
        : "Python writes `null`, Rust leaves the member out: remove `skip_serializing_if` from the field, or add the field where the struct lacks it.";
    },
  },
  {
    code: "renamed-member",
    gap: "field names",
    sentence: ({ class: found, pointer, ownNames = [], oppositeNames = [] }) => {
      if (found !== "missing" && found !== "extra") return undefined;
      const name = pointer.slice(pointer.lastIndexOf("/") + 1);
      const isAlike = (candidate: string): boolean => flattened(candidate) === flattened(name);
      const other = oppositeNames.filter((candidate) => candidate !== name && isAlike(candidate));
      // Of several that are spelt almost alike nobody knows which was renamed.
      if (other.length !== 1 || ownNames.filter((own) => isAlike(own)).length > 1 || flattened(name) === "") {
        return undefined;
      }
      const [python, rust] = found === "missing" ? [name, other[0]] : [other[0], name];
      if (python?.normalize("NFC") === rust?.normalize("NFC"))
        return "Both sides name this member alike, in another Unicode normal form (Unicode Standard Annex 15): normalize names on both sides, or on neither.";
      return `Python names this member \`${python}\`, Rust \`${rust}\`: add \`#[serde(rename = "${python}")]\`, or \`rename_all\` on the struct.`;
    },
  },
  {
    code: "key-order",
    gap: "key order",
    sentence: ({ class: found, rust }) => {
      if (found !== "key-order" || rust === undefined) return undefined;
      const areSorted =
        rust.names.length > 1 && rust.names.every((name, at) => at === 0 || (rust.names[at - 1] ?? "") < name);
      // Few names are in the order of the alphabet by chance.
      if (areSorted && rust.names.length >= SURELY_SORTED)
        return "Rust's members are sorted: serde_json's `Value` sorts them without the feature `preserve_order`, as does a `BTreeMap`.";
      return areSorted
        ? "Rust's members are in the order of the alphabet: that of the struct's fields, or sorted, as serde_json's `Value` does without the feature `preserve_order`."
        : "Rust writes members in the order of the struct's fields, or by chance where they come from a `HashMap`; Python in the order of the model's, or of its dict.";
    },
  },
  {
    code: "escape",
    gap: "escapes in texts",
    sentence: ({ class: found, python, rust }) =>
      found === "escape" ? escapeText(python?.raw ?? "", rust?.raw ?? "") : undefined,
  },
  {
    code: "uuid-case",
    gap: "the case of a UUID",
    sentence: ({ class: found, python, rust }) =>
      found === "value" &&
      python !== undefined &&
      rust !== undefined &&
      UUID.test(python.text) &&
      UUID.test(rust.text) &&
      bare(python.text) === bare(rust.text)
        ? "The same UUID, written otherwise: Python writes small letters with hyphens, as `Uuid`'s own serde does."
        : undefined,
  },
  {
    code: "uuid-as-bytes",
    gap: "a UUID as an array of numbers",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type" || python === undefined || rust === undefined) return undefined;
      if (python.kind === "string" && rust.kind === "array" && isUuidOf(rust.text, python.text))
        return "Rust wrote the 16 bytes of the UUID as numbers: use `Uuid`'s own serde (its feature `serde`), not `as_bytes()` or `[u8; 16]`.";
      return rust.kind === "string" && python.kind === "array" && isUuidOf(python.text, rust.text)
        ? "Python wrote the 16 bytes of the UUID as numbers (`list(uuid.bytes)`), Rust its text: serialize `as_bytes()` in Rust, or the text in Python."
        : undefined;
    },
  },
  {
    code: "bytes-as-array",
    gap: "bytes as an array of numbers",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type" || python === undefined || rust === undefined) return undefined;
      if (python.kind === "string" && rust.kind === "array" && isBytesOf(rust.text, python.text))
        return "Rust wrote the bytes of the text as an array of numbers: make the field a `String`, or serialize it with a helper.";
      return rust.kind === "string" && python.kind === "array" && isBytesOf(python.text, rust.text)
        ? "Python wrote the bytes of the text as an array of numbers, Rust the text: make the field a `Vec<u8>`, or decode the bytes in Python."
        : undefined;
    },
  },
  {
    code: "bool-as-number",
    gap: "a bool from the database",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type" || python === undefined || rust === undefined) return undefined;
      if (isNumberOf(rust, python))
        return "Rust wrote the database's 0 or 1 where Python writes a bool: make the field `bool`.";
      return isNumberOf(python, rust)
        ? "Python wrote the database's 0 or 1, Rust a bool: make the field a number, or `bool` on both sides."
        : undefined;
    },
  },
  {
    code: "bool-as-text",
    gap: "a bool as text",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type") return undefined;
      if (python?.kind === "boolean" && rust?.kind === "string" && rust.text === python.text)
        return "Rust wrote this bool as a text: serialize the `bool`, not its `to_string()`.";
      return rust?.kind === "boolean" && python?.kind === "string" && python.text === rust.text
        ? "Python wrote this bool as a text, Rust as a bool: make the field a `String`, or serialize the bool in Python."
        : undefined;
    },
  },
  {
    code: "null-as-text",
    gap: "null as a word",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type") return undefined;
      if (python?.kind === "null" && rust?.kind === "string" && isWordForNull(rust.text))
        return `Rust wrote the word \`${rust.text}\` as a text where Python writes \`null\`: serialize the \`Option\`, not the text that it was formatted to.`;
      return rust?.kind === "null" && python?.kind === "string" && isWordForNull(python.text)
        ? `Python wrote the word \`${python.text}\` as a text, Rust \`null\`: decide what clients get; Python formats a value that is missing (\`str\`, an f-string, a template).`
        : undefined;
    },
  },
  {
    code: "default-for-null",
    gap: "a type's default for null",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type") return undefined;
      if (python?.kind === "null" && rust !== undefined && isDefault(rust))
        return `Python writes \`null\`, Rust the default of the field's type, \`${rust.raw ?? ""}\`: make the field an \`Option\`, and look for \`unwrap_or_default\` or \`COALESCE\`.`;
      return rust?.kind === "null" && python !== undefined && isDefault(python)
        ? `Python writes \`${python.raw ?? ""}\`, Rust \`null\`: Python has a default for what is missing (\`default\`, \`default_factory\`, \`or\`); give the field \`unwrap_or_default\`.`
        : undefined;
    },
  },
  {
    code: "external-tag",
    gap: "enum tagging",
    sentence: ({ class: found, python, rust }) => {
      const tag = rust?.names[0];
      if (found !== "type" || python?.kind !== "string" || rust?.kind !== "object" || rust.names.length !== 1)
        return undefined;
      return tag !== undefined && flattened(tag) === flattened(python.text)
        ? "serde wrote the enum with its variant outside: use `#[serde(untagged)]` or `tag`, or a variant without content."
        : undefined;
    },
  },
  {
    code: "external-tag-object",
    gap: "union tagging",
    sentence: ({ class: found, rust, oppositeNames = [], ownNames = [] }) => {
      if (found !== "extra" || rust?.kind !== "object" || oppositeNames.length === 0) return undefined;
      // What stands beside the variant was not moved into it.
      if (ownNames.length !== 1) return undefined;
      const outside = oppositeNames.filter((name) => !rust.names.includes(name));
      // Python may have a tag beside the members.
      const isTagged = outside.length === 1 && rust.names.length > 0 && rust.names.length === oppositeNames.length - 1;
      return outside.length === 0 || isTagged
        ? "serde put the members of the enum's variant into one named after it: use `#[serde(untagged)]` or `tag`."
        : undefined;
    },
  },
  {
    code: "map-as-pairs",
    gap: "a map as a list of pairs",
    sentence: (subject) =>
      eitherWay(subject, (object, array, side) => {
        const pairs = parsedOf(array);
        const arePairs =
          Array.isArray(pairs) &&
          pairs.length > 0 &&
          pairs.every((pair: unknown) => Array.isArray(pair) && pair.length === 2);
        if (!arePairs || !isSameJson(Object.fromEntries(pairs), parsedOf(object))) return undefined;
        return `${side} wrote this map as a list of pairs: serialize a \`HashMap\` or \`BTreeMap\` in Rust, a \`dict\` in Python (not its \`items()\`).`;
      }),
  },
  {
    code: "struct-as-array",
    gap: "a struct as an array",
    sentence: (subject) =>
      eitherWay(subject, (object, array, side) => {
        const members = parsedOf(object);
        if (!isRecord(members) || object.names.length === 0) return undefined;
        if (!isSameJson(Object.values(members), parsedOf(array))) return undefined;
        return `${side} wrote the members of this object without their names: a tuple or a tuple struct in Rust, a row or a \`NamedTuple\` in Python; serialize a struct with named fields, or a \`dict\`.`;
      }),
  },
  {
    code: "enum-case",
    gap: "an enum in another case",
    sentence: ({ class: found, python, rust }) =>
      found === "value" &&
      python?.kind === "string" &&
      rust?.kind === "string" &&
      IDENTIFIER.test(python.text) &&
      IDENTIFIER.test(rust.text) &&
      flattened(python.text) === flattened(rust.text)
        ? `The same word in another spelling; if this is an enum, add \`#[serde(rename = "${python.text}")]\`, or \`rename_all\` on the enum.`
        : undefined,
  },
  {
    code: "sorted-set",
    gap: "the order of sets",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "element-order" && found !== "moved") return undefined;
      const [left, right] = [scalarsIn(python), scalarsIn(rust)];
      if (left === undefined || right === undefined || left.length < 3) return undefined;
      if (isSorted(right) && !isSorted(left))
        return "Rust's values are sorted, Python's are not: a `BTreeSet` or a sort for a `set` or a list of Python's; where Python has a set, its order is chance: sort there too, or allow `unordered`.";
      return isSorted(left) && !isSorted(right)
        ? "Python's values are sorted, Rust's are not: sort them in Rust too (`BTreeSet` for `HashSet`)."
        : undefined;
    },
  },
  {
    code: "element-order",
    gap: "order without ORDER BY, and of sets",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "element-order" && found !== "moved") return undefined;
      return scalarsIn(python) === undefined || scalarsIn(rust) === undefined
        ? "The same elements in another order: where the query has no ORDER BY, the order is the driver's; add one that leaves no ties on both sides, or order by the same key and direction."
        : "The same values in another order: either a set in Python, whose order is chance, or a query without ORDER BY; sort on both sides.";
    },
  },
];

/** So many names in the order of the alphabet were sorted. */
const SURELY_SORTED = 5;

const UUID = /^(?:urn:uuid:)?\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*$/;

/** The sentence where one side has an object and the other an array, `side` being the one with the array. */
function eitherWay(
  { class: found, python, rust }: HintSubject,
  sentence: (object: HintValue, array: HintValue, side: string) => string | undefined,
): string | undefined {
  if (found !== "type" || python === undefined || rust === undefined) return undefined;
  if (python.kind === "object" && rust.kind === "array") return sentence(python, rust, "Rust");
  return python.kind === "array" && rust.kind === "object" ? sentence(rust, python, "Python") : undefined;
}

/** Is the number the database's for the bool? */
function isNumberOf(number: HintValue, bool: HintValue): boolean {
  return number.kind === "number" && bool.kind === "boolean" && number.text === (bool.text === "true" ? "1" : "0");
}

function isWordForNull(text: string): boolean {
  return /^(?:null|NULL|None|undefined)$/.test(text);
}

/** Is a value what its type is where nothing was given? */
function isDefault({ raw = "" }: HintValue): boolean {
  return /^(?:""|\[\s*\]|\{\s*\}|0|0\.0|false)$/.test(raw);
}

/** The value as JavaScript has it; undefined where it is long. */
function parsedOf({ raw = "" }: HintValue): unknown {
  return raw === "" ? undefined : JSON.parse(raw);
}

/** How the escapes of two texts differ, and who writes them so. */
function escapeText(python: string, rust: string): string {
  const differs = (form: RegExp): boolean => form.test(python) !== form.test(rust);
  const causes = [
    ...(differs(/\\u(?!00[0-7])/i)
      ? ["Python's `json` writes what is not ASCII as `\\u`, pydantic, orjson and serde write it as it is"]
      : []),
    ...(differs(/\\\//)
      ? ["one side escapes slashes, which JSON allows and neither Python's `json` nor serde does"]
      : []),
    ...(differs(/\\u00(?:3c|3e|26|27)/i) ? ["one side escapes `<`, `>` and `&` for HTML"] : []),
  ];
  return causes.length === 0
    ? "The same text, escaped otherwise; no JSON reader can tell."
    : `The same text, escaped otherwise: ${causes.join("; ")}.`;
}

/** The scalars of an array that has nothing else, as JavaScript values. */
function scalarsIn(given: HintSubject["python"]): readonly (string | number)[] | undefined {
  // The text of a long one is left out.
  if (given?.kind !== "array" || given.text === "") return undefined;
  const value: unknown = JSON.parse(given.text);
  if (!Array.isArray(value)) return undefined;
  const all = value.filter((each: unknown) => typeof each === "string" || typeof each === "number");
  return all.length === value.length && all.every((each) => typeof each === typeof all[0]) ? all : undefined;
}

function isSorted(list: readonly (string | number)[]): boolean {
  return list.every((each, at) => at === 0 || (list[at - 1] ?? each) <= each);
}

function isUuidOf(array: string, text: string): boolean {
  if (!UUID.test(text)) return false;
  const bytes = bare(text).match(/../g) ?? [];
  return array.replaceAll(/[\s[\]]/g, "") === bytes.map((pair) => Number.parseInt(pair, 16)).join(",");
}

function bare(uuid: string): string {
  return uuid.toLowerCase().replaceAll(/urn:uuid:|[{}-]/g, "");
}

/** A name without what snake, camel, kebab and Pascal case tell apart. */
function flattened(name: string): string {
  return name.normalize("NFC").replaceAll(/[_-]/g, "").toLowerCase();
}

function isBytesOf(array: string, text: string): boolean {
  const bytes = array.replaceAll(/[\s[\]]/g, "");
  return (
    text !== "" &&
    (bytes === new TextEncoder().encode(text).join(",") ||
      bytes === bytesOfBase64(text)?.join(",") ||
      bytes === bytesOfHex(text)?.join(","))
  );
}

function bytesOfHex(text: string): readonly number[] | undefined {
  if (!/^(?:[\da-f]{2})+$/i.test(text)) return undefined;
  return (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}
