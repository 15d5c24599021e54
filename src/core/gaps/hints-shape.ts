import type { HintRow } from "./hint-row.ts";

/** Differences in which members, types and spellings a body has. */
export const SHAPE_HINTS: readonly HintRow[] = [
  {
    code: "null-left-out",
    sentence: ({ class: found, python }) => {
      if (found !== "null-against-missing") return undefined;
      return python === undefined
        ? 'Rust writes `null` where Python leaves the member out (`exclude_none` or `exclude_unset`): add `#[serde(skip_serializing_if = "Option::is_none")]`.'
        : "Python writes `null`, Rust leaves the member out: remove `skip_serializing_if` from the field.";
    },
  },
  {
    code: "renamed-member",
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
      return `Python names this member \`${python}\`, Rust \`${rust}\`: add \`#[serde(rename = "${python}")]\`, or \`rename_all\` on the struct.`;
    },
  },
  {
    code: "key-order",
    sentence: ({ class: found, rust }) => {
      if (found !== "key-order" || rust === undefined) return undefined;
      const isSorted =
        rust.names.length > 1 && rust.names.every((name, at) => at === 0 || (rust.names[at - 1] ?? "") < name);
      return isSorted
        ? "Rust's members are sorted: serde_json's `Value` sorts them without the feature `preserve_order`, as does a `BTreeMap`."
        : "Rust writes members in the order of the struct's fields, Python in the order of the model's.";
    },
  },
  {
    code: "escape",
    sentence: ({ class: found }) =>
      found === "escape"
        ? "The same text, escaped otherwise: Python's `json` writes what is not ASCII as `\\u`, pydantic, orjson and serde write it as it is."
        : undefined,
  },
  {
    code: "uuid-case",
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
    code: "bytes-as-array",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "string" && rust?.kind === "array" && isBytesOf(rust.text, python.text)
        ? "Rust wrote the bytes of the text as an array of numbers: make the field a `String`, or serialize it with a helper."
        : undefined,
  },
  {
    code: "bool-as-number",
    sentence: ({ class: found, python, rust }) =>
      found === "type" &&
      python?.kind === "boolean" &&
      rust?.kind === "number" &&
      (rust.text === "1" || rust.text === "0") &&
      (rust.text === "1") === (python.text === "true")
        ? "Rust wrote the database's 0 or 1 where Python writes a bool: make the field `bool`."
        : undefined,
  },
  {
    code: "external-tag",
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
    sentence: ({ class: found, rust, oppositeNames = [] }) =>
      found === "extra" &&
      rust?.kind === "object" &&
      oppositeNames.length > 0 &&
      oppositeNames.every((name) => rust.names.includes(name))
        ? "serde put the members of the enum's variant into one named after it: use `#[serde(untagged)]` or `tag`."
        : undefined,
  },
  {
    code: "enum-case",
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
    code: "element-order",
    sentence: ({ class: found }) =>
      found === "element-order" || found === "moved"
        ? "The same elements in another order: where the query has no ORDER BY, the order is the driver's; add one that leaves no ties on both sides."
        : undefined,
  },
];

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*$/;

function bare(uuid: string): string {
  return uuid.replaceAll("-", "").toLowerCase();
}

/** A name without what snake, camel, kebab and Pascal case tell apart. */
function flattened(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

function isBytesOf(array: string, text: string): boolean {
  return text !== "" && array.replaceAll(/[\s[\]]/g, "") === new TextEncoder().encode(text).join(",");
}
