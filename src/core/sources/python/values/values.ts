import type { Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type {
  PythonClass,
  PythonFunction,
  PythonParameter,
  PythonExpression,
} from "#core/model/sources/python-facts.ts";
import type { RouteKind, Unresolved } from "#core/model/route.ts";
import type { DeclaredFacts } from "./declared-facts.ts";

/** A known piece of a text, or why a piece is not known. */
export type TextPart = string | Unresolved;

interface MaybeSetting {
  /** The default of a setting or an environment variable, which may be otherwise where the server runs. */
  readonly isSetting?: true;
  /** The default of a parameter that the caller did not hand over. */
  readonly isDefault?: true;
}

/** What an expression comes to, as far as source tells. */
export type Value =
  /** `isPath`: with the methods of `pathlib`. */
  | (MaybeSetting & { readonly kind: "text"; readonly parts: readonly TextPart[]; readonly isPath?: true })
  | (MaybeSetting & { readonly kind: "constant"; readonly value: number | boolean | null })
  | ListValue
  | DictionaryValue
  | FunctionValue
  | LambdaValue
  | ClassValue
  | { readonly kind: "instance"; readonly of: ClassValue; readonly members: Map<string, Value> }
  | { readonly kind: "super"; readonly self: Value; readonly owner: ClassValue }
  /** A module of the project; `folder` for a package without `__init__.py`. */
  | { readonly kind: "module"; readonly file?: string; readonly folder?: string }
  /** Something of a package that is not part of the project: `framework.Router`. */
  | { readonly kind: "external"; readonly name: string }
  | { readonly kind: "import"; readonly from: ImportSource; readonly name: string }
  | RouterValue
  /** A route as a value: `Route("/x", endpoint)`. */
  | EntryValue
  /**
   * `makesDefault`: the value of a field, made anew for each object, which is handed to it. `isStateless`: no call changes
   * what another one comes to.
   */
  | {
      readonly kind: "native";
      readonly call: (args: Arguments) => Value;
      readonly makesDefault?: true;
      readonly isStateless?: true;
    }
  /** One of several, by a condition that source does not decide. */
  | { readonly kind: "either"; readonly options: readonly Value[]; readonly why: Unresolved }
  /** `isUnset`: an environment variable without a default, so that `or` may take the other side. */
  | { readonly kind: "unknown"; readonly why: Unresolved; readonly isUnset?: boolean };

export type TextValue = Extract<Value, { kind: "text" }>;

/** What lists and dictionaries tell of what is in them. */
interface Container {
  /** How many conditions and loops without a known end it was made under; what is added under more may be missing. */
  readonly madeUnder?: number;
  /** How many of the items may be missing. */
  uncertain?: number;
  /** All that was in it was taken out, and nothing added since. */
  isEmptied?: boolean;
}

export interface ListValue extends Container {
  readonly kind: "list";
  readonly items: Value[];
  /** The names of the items of a named tuple. */
  readonly fields?: readonly string[];
  /** Where the items are those of something else, as of `router.routes`: takes over that some were added or taken out. */
  readonly writeBack?: (added: readonly Value[], removed: readonly Value[], place: Place) => void;
}

export interface DictionaryValue extends Container {
  readonly kind: "dictionary";
  readonly entries: (readonly [key: Value, value: Value])[];
  /** Nothing can have been added without our seeing it, as to the `**named` of a call. */
  readonly isWhole?: true;
  /** What it can do beside what a dictionary can. */
  readonly methods?: ReadonlyMap<string, Value>;
  /** `defaultdict(list)`: makes what a key stands for that is not there. */
  readonly factory?: Value;
}

/** `isOwn`: the router that an app has (`app.router`), for which the app itself stands elsewhere. */
export interface RouterValue {
  readonly kind: "router";
  readonly router: Router;
  readonly isOwn?: true;
}

/** A route as a value, of a framework; `of` is the router in whose list it was found. */
export interface EntryValue {
  readonly kind: "entry";
  readonly framework: string;
  entry: Entry;
  readonly of?: Router;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly declaration: PythonFunction;
  readonly file: string;
  readonly scope: Scope;
  readonly owner?: ClassValue;
  readonly self?: Value;
  readonly isProperty?: boolean;
  /** `__new__`: what it is handed first is what `super()` asks. */
  readonly firstAsSelf?: true;
  /** `@classmethod`: what it is handed first is the class. */
  readonly isOfClass?: boolean;
  /** What defaults came to that are names, where the function was made: `def add(path=path):` in a loop. */
  readonly defaults?: ReadonlyMap<string, Value>;
  /** `handler.path = "/x"`, as decorators of a project do. */
  readonly members: Map<string, Value>;
  /** What `functools.wraps` says that it stands for. */
  readonly wraps?: Value;
}

export interface LambdaValue {
  readonly kind: "lambda";
  readonly parameters: readonly PythonParameter[];
  readonly body: PythonExpression;
  readonly file: string;
  readonly scope: Scope;
  readonly defaults?: ReadonlyMap<string, Value>;
}

export interface ClassValue {
  readonly kind: "class";
  readonly declaration: PythonClass;
  readonly file: string;
  readonly bases: readonly Value[];
  readonly members: Map<string, Value>;
  /** `metaclass=…`, its own or that of a base. */
  metaclass?: ClassValue;
  /** Where the class stands, for the names in its annotations. */
  readonly scope?: Scope;
}

/** A module that a name is imported from. */
export type ImportSource =
  | { readonly kind: "project"; readonly file?: string; readonly folder?: string }
  | { readonly kind: "external"; readonly name: string };

/** Names of a module, a function or a class body. */
export interface Scope {
  names: Map<string, Value>;
  readonly parent?: Scope;
  /** Modules whose names are all taken over (`from x import *`), last first. */
  readonly stars: ImportSource[];
  /** Names that are assigned in another scope: `global x`, `nonlocal x`. */
  elsewhere?: Map<string, Scope>;
}

export interface Argument {
  readonly value: Value;
  readonly place: Place;
  /** As it is written, where it is. */
  readonly expression?: PythonExpression;
}

/** The arguments of a call. */
export interface Arguments {
  readonly positional: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
  readonly place: Place;
}

/** An app or a router while it is put together. */
export interface Router {
  readonly framework: string;
  isApp: boolean;
  readonly place: Place;
  readonly entries: Entry[];
  prefix: Argument | undefined;
  /** How the prefix is written, for who asks how a path came about: `APIRouter(prefix)`. */
  readonly prefixBy: string;
  declared: DeclaredFacts;
  /** A class of the project that extends the framework's. */
  readonly of?: ClassValue;
  readonly members: Map<string, Value>;
}

interface EntryBase {
  readonly place: Place;
  /** The path of a route, the prefix of an include. */
  readonly path: Argument | undefined;
  /** What declares it: `include_router`, `mount`, `get`. */
  readonly by: string;
  readonly conditional?: string;
  readonly declared: DeclaredFacts;
  /** What the router puts before the path: its prefix when this was registered, which may be assigned anew later. */
  readonly ownPrefix?: Argument | undefined;
}

export type Entry =
  | (EntryBase & {
      readonly kind: "route";
      readonly routeKind: RouteKind;
      readonly methods: readonly Method[];
      readonly implicit: readonly Method[];
      readonly handler: Value | undefined;
      /** The prefix of its router does not stand before it. */
      readonly ignoresOwnPrefix: boolean;
      /** Why the methods are not known. */
      readonly unresolved?: Unresolved;
      /** Methods that are not among those that servers are compared by, as `LINK`. */
      readonly otherMethods?: readonly string[];
    })
  | (EntryBase & {
      readonly kind: "include";
      readonly target: Value;
      readonly isMount: boolean;
      /** Its path stands in the place of the prefix that the target has itself. */
      readonly replacesPrefix?: boolean;
      /** The condition under which it counts where another router includes this one. */
      readonly whenIncluded?: string;
    });

/** Adds an entry to a router, which puts the prefix that it has now before the path. */
export function register(router: Router, entry: Entry): void {
  // A mount stands where it is said to.
  const takesPrefix = entry.kind === "route" ? !entry.ignoresOwnPrefix : !entry.isMount;
  router.entries.push(takesPrefix && router.prefix ? { ...entry, ownPrefix: router.prefix } : entry);
}

export const NOTHING: Value = { kind: "constant", value: null };

export function textOf(value: string): TextValue {
  return { kind: "text", parts: [value] };
}

export function unknown(reason: string, place: Place): Value {
  return { kind: "unknown", why: { reason, place } };
}

/** The text if all of it is known. */
export function knownText(value: Value | undefined): string | undefined {
  if (value?.kind !== "text") return undefined;
  let text = "";
  for (const part of value.parts) {
    if (typeof part !== "string") return undefined;
    text += part;
  }
  return text;
}

/** The pieces that a value adds to a text. */
export function textParts(value: Value, place: Place): readonly TextPart[] {
  if (value.kind === "text") return value.parts;
  if (value.kind === "constant" && typeof value.value === "number") return [String(value.value)];
  if (value.kind === "unknown") return [value.why];
  if (value.kind === "either") return [describeOptions(value.options, value.why)];
  // A setting of the project's own making, which comes to its default.
  const byDefault = value.kind === "instance" ? value.members.get("default") : undefined;
  if (byDefault?.kind === "text") return byDefault.parts;
  if (value.kind === "external") return [{ reason: `\`${value.name}\` is not part of the project`, place }];
  return [{ reason: `${kindText(value)} stands where a text was expected`, place }];
}

/** What a value is, in words: "an object of `Items`". */
export function kindText(value: Value): string {
  if (value.kind === "constant") {
    if (value.value === null) return "`None`";
    return typeof value.value === "boolean" ? "`True` or `False`" : "a number";
  }
  if (value.kind === "function") return `the function \`${value.declaration.name}\``;
  if (value.kind === "class") return `the class \`${value.declaration.name}\``;
  if (value.kind === "instance") return `an object of \`${value.of.declaration.name}\``;
  if (value.kind === "external" || value.kind === "import") return `\`${value.name}\``;
  return KIND_WORDS[value.kind];
}

const KIND_WORDS: Readonly<
  Record<Exclude<Value["kind"], "constant" | "function" | "class" | "instance" | "external" | "import">, string>
> = {
  text: "a text",
  list: "a list",
  dictionary: "a dictionary",
  lambda: "a lambda",
  super: "`super()`",
  module: "a module",
  router: "a router",
  entry: "a route",
  native: "a function",
  either: "one of several values",
  unknown: "something that is not known",
};

function describeOptions(options: readonly Value[], why: Unresolved): Unresolved {
  const known = options.map((option) => knownText(option)).filter((option) => option !== undefined);
  if (known.length === 0) return why;
  const others = known.length < options.length ? ["something that is not known"] : [];
  return { ...why, reason: `${why.reason}: ${[...known.map((each) => `"${each}"`), ...others].join(" or ")}` };
}

/** More values than one name ever has where it matters; a text that grows in a loop has many. */
const MAX_OPTIONS = 24;

/** The one value of several, where they agree. Of too many, only what routes can be made of is kept. */
export function eitherOf(options: readonly Value[], why: Unresolved): Value {
  const distinct: Value[] = [];
  const routers = new Set<Router>();
  // The one option of a choice is there under a condition of its own.
  for (const option of options.flatMap((each) =>
    each.kind === "either" && each.options.length > 1 ? each.options : [each],
  )) {
    if (option.kind === "router") {
      if (!routers.has(option.router)) distinct.push(option);
      routers.add(option.router);
    } else if (distinct.length < MAX_OPTIONS && !distinct.some((other) => isSame(other, option))) distinct.push(option);
  }
  const [first] = distinct;
  return first && distinct.length === 1 ? first : { kind: "either", options: distinct, why };
}

/** Whether a value is the one option of a choice: it is there only under a condition. */
export function isConditional(value: Value): value is Extract<Value, { kind: "either" }> {
  return value.kind === "either" && value.options.length === 1;
}

/** What each of several values comes to; of one that is there under a condition, what routers can be reached by stays so. */
export function overOptions(
  { options, why }: Extract<Value, { kind: "either" }>,
  turn: (option: Value) => Value | undefined,
): Value | undefined {
  const turned = options.map((option) => turn(option)).filter((each) => each !== undefined);
  const [only] = turned;
  if (!only) return undefined;
  const isKept = options.length === 1 && !isPlain(only) && only.kind !== "function" && only.kind !== "class";
  return isKept ? { kind: "either", options: [only], why } : eitherOf(turned, why);
}

/** The same value, marked as the default of a setting. */
export function asSetting(value: Value): Value {
  return isPlain(value) && !(value.kind === "constant" && value.value === null) ? { ...value, isSetting: true } : value;
}

/** A text or a constant: nothing that routes are registered on. */
export function isPlain(value: Value): value is Extract<Value, { kind: "text" | "constant" }> {
  return value.kind === "text" || value.kind === "constant";
}

export function isSetting(value: Value): boolean {
  return isPlain(value) && value.isSetting === true;
}

/** Whether two values are the same for what routes are made of. */
export function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind === "text" && other.kind === "text") {
    return one.parts.length === other.parts.length && one.parts.every((part, index) => part === other.parts[index]);
  }
  if (one.kind === "constant" && other.kind === "constant") return one.value === other.value;
  if (one.kind === "router" && other.kind === "router") return one.router === other.router;
  if (one.kind === "external" && other.kind === "external") return one.name === other.name;
  if (one.kind === "either" && other.kind === "either") {
    const same = one.options.length === other.options.length && one.why.reason === other.why.reason;
    return same && one.options.every((option, index) => isSame(option, other.options[index] ?? NOTHING));
  }
  return false;
}
