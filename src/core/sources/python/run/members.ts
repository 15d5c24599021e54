import type { Place } from "#core/model/place.ts";
import { memberOfClass } from "../values/class-member.ts";
import { adorn, externalBases, initialise } from "./instantiate.ts";
import { fieldOfSettings, holdsSettings } from "../values/settings-classes.ts";
import { memberOfDictionary } from "../library/dictionary-members.ts";
import { memberOfList } from "../library/list-members.ts";
import { itemsOf, type Machine } from "../values/machine.ts";
import { PATH_CONSTANTS } from "../library/path-externals.ts";
import { memberOfPath } from "../library/path-members.ts";
import { makingMethod, methodOfModel } from "../library/pydantic-methods.ts";
import { ownNames } from "../library/reflection.ts";
import {
  asSetting,
  isPlain,
  knownText,
  NOTHING,
  overOptions,
  textOf,
  textParts,
  unknown,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type TextPart,
  type Value,
} from "../values/values.ts";

/** An attribute of a value; undefined where the value has none that we know of. */
export function memberOf(
  machine: Machine,
  moduleMember: (module: Extract<Value, { kind: "module" }>, name: string) => Value | undefined,
  of: Value,
  name: string,
  place: Place,
): Value | undefined {
  if (of.kind === "router" || of.kind === "super") machine.noteUse(of);
  if (name === "__dict__") return ownNames(machine, of);
  switch (of.kind) {
    case "module":
      return moduleMember(of, name);
    case "external":
      // `type.__new__(metaclass, name, bases, namespace)`
      if (of.name === "type" && name === "__new__") {
        const making = machine.classesMade.at(-1);
        if (making) return { kind: "native", call: () => making };
      }
      if (PATH_CONSTANTS[`${of.name}.${name}`]) return PATH_CONSTANTS[`${of.name}.${name}`];
      return { kind: "external", name: `${of.name}.${name}` };
    case "router":
      return memberOfRouter(machine, of, name);
    case "instance": {
      if (name === "__class__") return of.of;
      const held = of.members.get(name);
      if (held) machine.noteMember(of, held);
      const own =
        held ??
        memberOfClass(machine, of.of, name) ??
        methodOfModel(machine, of, name) ??
        inheritedFrom(machine, of.of, name) ??
        fieldOfSettings(machine, of, name, place);
      const bound = own && bindTo(machine, own, of, place);
      return bound && isPlain(bound) && holdsSettings(machine, of.of) ? asSetting(bound) : bound;
    }
    case "class":
      if (name === "__name__") return textOf(of.declaration.name);
      if (name === "__subclasses__") return { kind: "native", call: () => subclassesOf(machine, of) };
      return (
        bindToClass(memberOfClass(machine, of, name), of) ??
        makingMethod(machine, of, name) ??
        ofPackage(machine, of, name)
      );
    case "super":
      return memberOfSuper(machine, of, name);
    case "text":
      return (of.isPath ? memberOfPath(machine, of, name, place) : undefined) ?? memberOfText(machine, of, name);
    case "list":
      return memberOfList(machine, of, name, place);
    case "dictionary":
      return of.methods?.get(name) ?? memberOfDictionary(machine, of, name, place);
    case "function":
      return memberOfFunction(machine, of, name, place);
    case "either": {
      const found = overOptions(of, (option) => machine.member(option, name, place));
      // A function that is there under a condition is called under it.
      const [only] = of.options.length === 1 && found?.kind === "function" ? [found] : [];
      return only ? { ...of, options: [only] } : found;
    }
    case "entry":
      return machine.modelOf(of)?.memberOfEntry?.(of, name);
    case "constant":
    case "import":
    case "lambda":
    case "native":
    case "unknown":
  }
  return undefined;
}

/** What a class of the project has from classes of a package that it extends. */
function ofPackage(machine: Machine, of: ClassValue, name: string): Value | undefined {
  if (!machine.models.some((model) => model.memberOfClass !== undefined)) return undefined;
  const bases = externalBases(machine, of);
  return machine.models.map((model) => model.memberOfClass?.(of, bases, name)).find(Boolean);
}

/** A method that a class of the project has from a package that we know. */
function inheritedFrom(machine: Machine, of: ClassValue, name: string): Value | undefined {
  const base = externalBases(machine, of).find((each) => machine.models.some(({ inherits }) => inherits?.(each)));
  return base === undefined || name.startsWith("__") ? undefined : { kind: "external", name: `${base}.${name}` };
}

function memberOfFunction(machine: Machine, of: FunctionValue, name: string, place: Place): Value | undefined {
  if (name === "__name__" && !of.wraps) return textOf(of.declaration.name);
  // What stands for another function has the names of that one too.
  return of.members.get(name) ?? (of.wraps && machine.member(of.wraps, name, place));
}

/** `Base.__subclasses__()`: those that extend it directly. */
function subclassesOf(machine: Machine, { declaration }: ClassValue): Value {
  const isDirect = (of: ClassValue): boolean =>
    of.bases.some((each) => {
      const base = machine.force(each);
      return base.kind === "class" && base.declaration === declaration;
    });
  return { kind: "list", items: machine.allClasses().filter(isDirect) };
}

function bindToClass(value: Value | undefined, of: ClassValue): Value | undefined {
  return value?.kind === "function" && value.isOfClass ? { ...value, self: of } : value;
}

function bindTo(machine: Machine, value: Value, self: Value, place: Place): Value {
  if (value.kind !== "function" || !value.owner) return value;
  if (value.isOfClass) return { ...value, self: self.kind === "instance" ? self.of : self };
  const bound = { ...value, self };
  return value.isProperty ? machine.call(bound, { positional: [], named: new Map(), place }) : bound;
}

function memberOfRouter(machine: Machine, of: Extract<Value, { kind: "router" }>, name: string): Value | undefined {
  const { router } = of;
  const own = router.members.get(name) ?? (router.of && memberOfClass(machine, router.of, name));
  if (own) return bindTo(machine, own, of, router.place);
  return memberOfFramework(machine, of, name);
}

function memberOfFramework(machine: Machine, of: Extract<Value, { kind: "router" }>, name: string): Value | undefined {
  return machine.modelOf(of.router)?.member(of.router, name, machine);
}

function memberOfSuper(
  machine: Machine,
  { self, owner }: Extract<Value, { kind: "super" }>,
  name: string,
): Value | undefined {
  for (const base of owner.bases.map((each) => machine.force(each))) {
    const found: Value | undefined =
      base.kind === "class" ? memberOfClass(machine, base satisfies ClassValue, name) : undefined;
    if (found?.kind === "function") return { ...found, self };
  }
  const making = name === "__new__" ? machine.classesMade.at(-1) : undefined;
  if (making) return { kind: "native", call: () => making };
  if (self.kind === "instance" && name === "__init__" && !inheritedFrom(machine, owner, name)) {
    const call = (args: Arguments): Value => {
      adorn(machine, self, args);
      return NOTHING;
    };
    return { kind: "native", call };
  }
  if (self.kind !== "router") return inheritedFrom(machine, owner, name) ?? { kind: "native", call: () => NOTHING };
  if (name !== "__init__") return memberOfFramework(machine, self, name);
  const call = (args: Arguments): Value => {
    initialise(machine, self.router, args);
    return NOTHING;
  };
  return { kind: "native", call };
}

/** What text methods do to a text that is known throughout. */
const TEXT_METHODS: Readonly<
  Record<string, (text: string, first: string | undefined, second: string | undefined) => string>
> = {
  strip: (text, characters) => trimEnd(trimStart(text, characters), characters),
  lstrip: trimStart,
  rstrip: trimEnd,
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  casefold: (text) => text.toLowerCase(),
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  swapcase: (text) =>
    text.replaceAll(/[a-z]+|[A-Z]+/g, (part) => (/[a-z]/.test(part) ? part.toUpperCase() : part.toLowerCase())),
  title: (text) => text.replaceAll(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
  replace: (text, from, to) => (from === undefined || to === undefined ? text : text.replaceAll(from, () => to)),
  removeprefix: (text, prefix = "") => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  removesuffix: (text, suffix = "") => (suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
};

function trimStart(text: string, characters = " \t\r\n"): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

function trimEnd(text: string, characters = " \t\r\n"): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function memberOfText(machine: Machine, of: Extract<Value, { kind: "text" }>, name: string): Value | undefined {
  // An enumeration's member stands for its value.
  if (name === "value") return of;
  if (name === "format") return { kind: "native", call: (args) => formatText(of, args) };
  if (name === "join") return { kind: "native", call: (args) => joinTexts(of, args) };
  if (name === "split" || name === "rsplit") {
    return { kind: "native", call: (args) => splitText(of, args, name === "rsplit") };
  }
  if (name === "zfill") return { kind: "native", call: (args) => filledText(of, args) };
  if (name === "startswith" || name === "endswith") return { kind: "native", call: (args) => asksEdge(of, name, args) };
  const method = TEXT_METHODS[name];
  if (!method) return undefined;
  return {
    kind: "native",
    call: (args) => {
      const text = knownText(of);
      if (text === undefined) return machine.step() ? of : NOTHING;
      const [first, second] = args.positional.map((argument) => knownText(argument.value));
      return { kind: "text", parts: [method(text, first, second)], ...(of.isSetting && { isSetting: true }) };
    },
  };
}

/** `"7".zfill(3)` */
function filledText(of: Extract<Value, { kind: "text" }>, args: Arguments): Value {
  const [text, width] = [knownText(of), args.positional[0]?.value];
  const isKnown =
    text !== undefined && width?.kind === "constant" && typeof width.value === "number" && width.value < 100;
  return isKnown ? textOf(text.padStart(width.value, "0")) : unknown("`zfill` is not evaluated", args.place);
}

/** `path.endswith("/")`, `path.startswith(("http:", "https:"))` */
function asksEdge(of: Extract<Value, { kind: "text" }>, name: "startswith" | "endswith", args: Arguments): Value {
  const text = edgeOf(of, name);
  const given = args.positional[0]?.value;
  const wanted = (given?.kind === "list" ? given.items : [given]).map((each) => knownText(each));
  const isKnown = wanted.every(
    (each) => each !== undefined && text !== undefined && (text.isWhole || text.known.length >= each.length),
  );
  if (!text || !isKnown) return unknown(`\`${name}\` of a text that is not known`, args.place);
  const has = (each: string): boolean =>
    name === "startswith" ? text.known.startsWith(each) : text.known.endsWith(each);
  return { kind: "constant", value: wanted.some((each) => each !== undefined && has(each)) };
}

/** What is known of a text at one end. */
function edgeOf(
  { parts }: Extract<Value, { kind: "text" }>,
  name: "startswith" | "endswith",
): { readonly known: string; readonly isWhole: boolean } | undefined {
  const edge = name === "startswith" ? parts[0] : parts.at(-1);
  if (parts.length === 0) return { known: "", isWhole: true };
  return typeof edge === "string" ? { known: edge, isWhole: parts.length === 1 } : undefined;
}

/** `"/{}/{name}".format(a, name=b)`; a conversion or a format makes the piece unknown. */
function formatText(of: Extract<Value, { kind: "text" }>, args: Arguments): Value {
  const text = knownText(of);
  if (text === undefined) return of;
  let next = 0;
  const parts: TextPart[] = [];
  for (const piece of text.split(/(\{\{|\}\}|\{[^{}]*\})/)) {
    if (piece === "{{" || piece === "}}") parts.push(piece.charAt(0));
    else if (!piece.startsWith("{")) parts.push(piece);
    else {
      const key = piece.slice(1, -1);
      const argument =
        key === "" || /^\d+$/.test(key) ? args.positional[key === "" ? next++ : Number(key)] : args.named.get(key);
      if (argument) parts.push(...textParts(argument.value, argument.place));
      else parts.push({ reason: `\`${piece}\` is not filled in`, place: args.place });
    }
  }
  return { kind: "text", parts };
}

function joinTexts(of: Extract<Value, { kind: "text" }>, args: Arguments): Value {
  const [list] = args.positional;
  const items = list && itemsOf(list.value);
  if (!items) return unknown("`join` is given something that is not known", args.place);
  const parts = items.flatMap((item, index) => [...(index > 0 ? of.parts : []), ...textParts(item, args.place)]);
  return { kind: "text", parts };
}

function splitText(of: Extract<Value, { kind: "text" }>, args: Arguments, isFromEnd: boolean): Value {
  const text = knownText(of);
  const separator = knownText(args.positional[0]?.value);
  if (text === undefined) return unknown("`split` of a text that is not known", args.place);
  const pieces = separator === undefined ? text.trim().split(/\s+/) : text.split(separator);
  const most = args.positional[1]?.value;
  const cuts = most?.kind === "constant" && typeof most.value === "number" && most.value >= 0 ? most.value : Infinity;
  if (separator !== undefined && pieces.length > cuts + 1) {
    // What is not cut stays one piece, at the end or at the start.
    const rest = isFromEnd ? pieces.splice(0, pieces.length - cuts) : pieces.splice(cuts);
    pieces.splice(isFromEnd ? 0 : cuts, 0, rest.join(separator));
  }
  return { kind: "list", items: pieces.map((piece): Value => ({ kind: "text", parts: [piece] })) };
}
