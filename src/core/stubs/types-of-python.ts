import type { AnswerModel } from "#core/model/sources/sources.ts";
import type { WireField, WireModel } from "#core/model/sources/wire-model.ts";

import { typeName } from "./rust-names.ts";
import { NOTES, type StubField, type StubModel, type StubType, type StubTypes } from "./stub-types.ts";

interface Found {
  readonly type: StubType;
  readonly note?: string;
}

const ANY: Found = { type: { kind: "any" } };

/** The names of Python for what JSON writes as one value. */
const SIMPLE: Readonly<Record<string, Found>> = {
  int: { type: { kind: "integer", bits: 64 } },
  float: { type: { kind: "number" } },
  bool: { type: { kind: "boolean" } },
  str: { type: { kind: "text" } },
  EmailStr: { type: { kind: "text" } },
  AnyUrl: { type: { kind: "text" } },
  HttpUrl: { type: { kind: "text" } },
  UUID: { type: { kind: "uuid" } },
  UUID4: { type: { kind: "uuid" } },
  datetime: { type: { kind: "text" }, note: NOTES.time },
  time: { type: { kind: "text" }, note: NOTES.time },
  date: { type: { kind: "text" }, note: NOTES.date },
  timedelta: { type: { kind: "text" }, note: NOTES.duration },
  Decimal: { type: { kind: "text" }, note: NOTES.decimal },
};

const LISTS = new Set(["list", "List", "Sequence", "Iterable", "set", "Set", "frozenset", "tuple", "Tuple", "deque"]);
const MAPS = new Set(["dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"]);

/**
 * The types of what a Python handler answers (`written`) or takes (`read`), by what its source says: `text` is the type as
 * it is written there. What has a default may be left out of what is read; it is always written.
 */
export function typesOfPython(text: string, { models }: AnswerModel, use: "written" | "read"): StubTypes {
  const byName = new Map([...models.values()].map((model) => [model.name, model]));
  const made = new Map<string, StubModel | undefined>();
  const typeOf = (written: string): Found => {
    const options = splitTop(written, "|").map((each) => each.trim());
    const others = options.filter((each) => each !== "None");
    const [first] = others;
    if (first === undefined || others.length > 1) return ANY;
    const found = single(first);
    return others.length < options.length ? nullable(found) : found;
  };
  const single = (written: string): Found => {
    const [, path = written, args] = /^([\w.]+)\s*(?:\[([\s\S]*)\])?$/.exec(unquoted(written)) ?? [];
    const name = path.split(".").at(-1) ?? path;
    const inner = args === undefined ? [] : splitTop(args, ",").map((each) => each.trim());
    const [one = "", two = ""] = inner;
    if (name === "Optional") return nullable(typeOf(one));
    if (name === "Literal") return inner.every((each) => /^["']/.test(each)) ? { type: { kind: "text" } } : ANY;
    if (name === "Annotated") return typeOf(one);
    if (name === "Union") return typeOf(inner.join(" | "));
    if (LISTS.has(name)) return inner.length > 1 && two !== "..." ? ANY : holding("list", typeOf(one));
    if (MAPS.has(name)) return holding("map", inner.length === 2 ? typeOf(two) : ANY);
    const model = byName.get(name);
    return model === undefined ? (SIMPLE[name] ?? ANY) : modelOf(model);
  };
  const modelOf = (model: WireModel): Found => {
    if (model.fields.length === 0) return ANY;
    const name = typeName(model.name);
    if (!made.has(name)) {
      made.set(name, undefined);
      made.set(name, { kind: "struct", name, fields: model.fields.map((field) => fieldOf(field)) });
    }
    return { type: { kind: "model", name } };
  };
  const fieldOf = ({ wireName, typeText, isDefaulted }: WireField): StubField => {
    const { type, note } = typeOf(typeText);
    return { wireName, type, isRequired: use === "written" || !isDefaulted, ...(note !== undefined && { note }) };
  };
  const { type } = typeOf(text);
  return { type, models: [...made.values()].filter((model) => model !== undefined) };
}

function holding(kind: "list" | "map", { type, note }: Found): Found {
  return { type: { kind, of: type }, ...(note !== undefined && { note }) };
}

function nullable(found: Found): Found {
  const { type } = found;
  return type.kind === "nullable" || type.kind === "any" ? found : { ...found, type: { kind: "nullable", of: type } };
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text.trim())?.[2] ?? text.trim();
}

/** Splits where no bracket is open: `dict[str, int] | None` */
function splitTop(text: string, separator: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "[" || character === "(") depth += 1;
    if (character === "]" || character === ")") depth -= 1;
    if (character === separator && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
