import type { Place } from "#core/model/place.ts";
import { joinPaths, nameOf, normalPath, parentOf, PROJECT } from "../modules/folders.ts";
import type { Machine } from "../values/machine.ts";
import { knownText, textOf, unknown, type Arguments, type TextValue, type Value } from "../values/values.ts";

/** A path object of `pathlib`. */
export function pathOf(path: string): TextValue {
  return { kind: "text", parts: [path], isPath: true };
}

/** `Path("a") / "b"` */
export function joinPathTexts(values: readonly Value[]): Value {
  const texts = values.map((value) => knownText(value));
  const known = texts.filter((text) => text !== undefined);
  const [first = "", ...rest] = known;
  if (known.length < texts.length) return { kind: "unknown", why: whyOf(values) };
  return pathOf(rest.reduce((folder, each) => joinPaths(folder, each), first));
}

function whyOf(values: readonly Value[]): Extract<Value, { kind: "unknown" }>["why"] {
  const start = { line: 0, character: 0 };
  const open = values.find((value) => value.kind === "unknown");
  const nowhere: Place = { file: "", range: { start, end: start } };
  return open?.kind === "unknown" ? open.why : { reason: "a part of the path is not known", place: nowhere };
}

/** What a path knows of itself. */
const PARTS: Readonly<Record<string, (path: string) => Value>> = {
  name: (path) => textOf(nameOf(path)),
  stem: (path) => textOf(nameOf(path).replace(/(?<=.)\.[^.]*$/, "")),
  suffix: (path) => textOf(/(?<=.)\.[^.]*$/.exec(nameOf(path))?.[0] ?? ""),
  path: (path) => textOf(path),
  parent: (path) => pathOf(path === PROJECT ? PROJECT : parentOf(path) || "."),
  parts: (path) => ({ kind: "list", items: path.split("/").map((part) => textOf(part)) }),
  parents: (path) => {
    const items: Value[] = [];
    for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) items.push(pathOf(folder));
    return { kind: "list", items };
  },
};

/** What a path is asked for by a call. */
const METHODS: Readonly<Record<string, (path: string, args: Arguments, machine: Machine) => Value | undefined>> = {
  resolve: (path) => pathOf(normalPath(path)),
  absolute: (path) => pathOf(path),
  as_posix: (path) => textOf(path),
  joinpath: (path, args) => joinPathTexts([pathOf(path), ...args.positional.map(({ value }) => value)]),
  with_suffix: (path, args) => pathOf(path.replace(/(?<=[^/])\.[^./]*$/, "") + (firstText(args) ?? "")),
  relative_to: (path, args) => {
    const from = firstText(args);
    return from === undefined ? undefined : pathOf(relativePath(path, from));
  },
  is_dir: (path, { place }, { folders }) => answer(folders.locate(path, place.file), (at) => folders.isFolder(at)),
  is_file: isFile,
  exists: isFile,
  iterdir: (path, { place }, machine) => {
    const at = machine.folders.locate(path, place.file);
    if (at === undefined) return undefined;
    const { files, folders } = machine.folders.below(at);
    return { kind: "list", items: [...folders, ...files].toSorted().map((name) => pathOf(joinPaths(path, name))) };
  },
  glob: (path, args, machine) => globBelow(path, firstText(args), args.place.file, machine),
  rglob: (path, args, machine) => globBelow(path, `**/${firstText(args) ?? "*"}`, args.place.file, machine),
};

function firstText(args: Arguments): string | undefined {
  return knownText(args.positional[0]?.value);
}

function answer(at: string | undefined, holds: (at: string) => boolean): Value | undefined {
  return at === undefined ? undefined : { kind: "constant", value: holds(at) };
}

/** Of files other than Python's nothing is known. */
function isFile(path: string, { place }: Arguments, { folders }: Machine): Value | undefined {
  const at = folders.locate(path, place.file);
  if (at === undefined || !(at.endsWith(".py") || folders.isFolder(at))) return undefined;
  return { kind: "constant", value: folders.isFile(at) || folders.isFolder(at) };
}

/** More than patterns of files have. */
const MAX_STARS = 6;

/** The paths below a folder that fit a pattern, files and folders. */
export function globBelow(
  folder: string,
  pattern: string | undefined,
  file: string,
  machine: Machine,
): Value | undefined {
  const at = machine.folders.locate(folder, file);
  // Stars upon stars would be tried in all ways, and a bracket that is left open is no pattern.
  if (at === undefined || pattern === undefined || (pattern.match(/\*/g)?.length ?? 0) > MAX_STARS) return undefined;
  if (/\[(?![^\]/\\]+\])/.test(pattern)) return undefined;
  const fits = new RegExp(
    `^${pattern.split("/").map(partPattern).join("/").replaceAll("(?:[^/]+/)*/", "(?:[^/]+/)*")}$`,
  );
  const found = new Set<string>();
  for (const each of machine.folders.allFiles(at)) {
    const below = at === "" ? each : each.slice(at.length + 1);
    for (let path = below; path !== ""; path = parentOf(path)) if (fits.test(path)) found.add(path);
  }
  return { kind: "list", items: [...found].toSorted().map((each) => pathOf(joinPaths(folder, each))) };
}

function partPattern(part: string): string {
  if (part === "**") return "(?:[^/]+/)*";
  return part
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll("[!", "[^")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
}

/** From a folder down to what lies in it; anything else as it is. */
export function relativePath(path: string, from: string): string {
  const [whole, start] = [normalPath(path), normalPath(from)];
  if (whole === start) return ".";
  return whole.startsWith(`${start}/`) ? whole.slice(start.length + 1) : whole;
}

/** An attribute of a path object. */
export function memberOfPath(machine: Machine, of: TextValue, name: string, place: Place): Value | undefined {
  const path = knownText(of);
  const [part, method] = [PARTS[name], METHODS[name]];
  if (path === undefined) return part || method ? unknown("a part of the path is not known", place) : undefined;
  if (part) return part(path);
  return (
    method && {
      kind: "native",
      call: (args) => method(path, args, machine) ?? unknown("nothing is known of this path", args.place),
    }
  );
}
