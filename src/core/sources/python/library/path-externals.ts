import { joinPaths, nameOf, normalPath, parentOf, PROJECT } from "../modules/folders.ts";
import { itemsOf, type External, type Machine } from "../values/machine.ts";
import { globBelow, joinPathTexts, memberOfPath, pathOf, relativePath } from "./path-members.ts";
import { knownText, textOf, type Arguments, type Value } from "../values/values.ts";

/** What the standard library says of folders and of the modules in them, by the names that an import gives. */
export const PATH_EXTERNALS: Readonly<Record<string, External>> = {
  "pathlib.Path": asPath,
  "pathlib.PurePath": asPath,
  "pathlib.PosixPath": asPath,
  "pathlib.Path.cwd": () => pathOf("."),
  "os.getcwd": () => textOf("."),
  "os.fspath": (args) => args.positional[0]?.value,
  "os.listdir": listNames,
  "os.scandir": (args, machine) => {
    const folder = textAt(args, 0) ?? ".";
    const names = listNames(args, machine);
    const items = names && itemsOf(names)?.map((name) => joinPathTexts([textOf(folder), name]));
    return items && { kind: "list", items };
  },
  "os.walk": walk,
  "os.path.join": (args) => asText(joinPathTexts(args.positional.map(({ value }) => value))),
  "os.path.dirname": ofText((path) => (path === PROJECT ? PROJECT : parentOf(path))),
  "os.path.basename": ofText(nameOf),
  "os.path.abspath": ofText(normalPath),
  "os.path.realpath": ofText(normalPath),
  "os.path.normpath": ofText(normalPath),
  "os.path.relpath": (args) => {
    const [path, from] = [textAt(args, 0), textAt(args, 1)];
    return path === undefined || from === undefined ? undefined : textOf(relativePath(path, from));
  },
  "os.path.splitext": (args) => {
    const path = textAt(args, 0);
    const ending = /(?<=[^/])\.[^./]*$/.exec(path ?? "")?.[0] ?? "";
    if (path === undefined) return undefined;
    return { kind: "list", items: [textOf(path.slice(0, path.length - ending.length)), textOf(ending)] };
  },
  "os.path.split": (args) => {
    const path = textAt(args, 0);
    return path === undefined ? undefined : { kind: "list", items: [textOf(parentOf(path)), textOf(nameOf(path))] };
  },
  "os.path.isdir": asksPath("is_dir"),
  "os.path.isfile": asksPath("is_file"),
  "os.path.exists": asksPath("exists"),
  "glob.glob": glob,
  "glob.iglob": glob,
  "pkgutil.iter_modules": (args, machine) => modulesBelow(args, machine, false),
  "pkgutil.walk_packages": (args, machine) => modulesBelow(args, machine, true),
  "importlib.util.spec_from_file_location": (args, machine) => {
    const path = textAt(args, 1) ?? knownText(args.named.get("location")?.value);
    const file = path === undefined ? undefined : machine.folders.locate(path, args.place.file);
    if (file === undefined || !machine.folders.isFile(file)) return undefined;
    const module: Value = { kind: "module", file };
    return { kind: "list", items: [module, module], fields: ["origin", "loader"] };
  },
  "importlib.util.module_from_spec": (args) => {
    const spec = args.positional[0]?.value;
    return spec?.kind === "list" ? spec.items[0] : undefined;
  },
};

/** Attributes of the standard library that are plain values. */
export const PATH_CONSTANTS: Readonly<Record<string, Value>> = {
  "os.sep": textOf("/"),
  "os.path.sep": textOf("/"),
  "os.curdir": textOf("."),
};

function textAt(args: Arguments, index: number): string | undefined {
  return knownText(args.positional[index]?.value);
}

function asText(value: Value): Value {
  return value.kind === "text" ? { kind: "text", parts: value.parts } : value;
}

function ofText(turn: (path: string) => string): External {
  return (args) => {
    const path = textAt(args, 0);
    return path === undefined ? undefined : textOf(turn(path));
  };
}

function asPath(args: Arguments): Value {
  const values = args.positional.map(({ value }) => value);
  return joinPathTexts(values.length > 0 ? values : [textOf(".")]);
}

/** `os.path.isdir(path)` as `Path(path).is_dir()` */
function asksPath(method: string): External {
  return (args, machine) => {
    const path = textAt(args, 0);
    if (path === undefined) return undefined;
    const asking = memberOfPath(machine, pathOf(path), method, args.place);
    return asking && machine.call(asking, { positional: [], named: new Map(), place: args.place });
  };
}

function listNames(args: Arguments, machine: Machine): Value | undefined {
  const path = args.positional.length === 0 ? "." : textAt(args, 0);
  const at = path === undefined ? undefined : machine.folders.locate(path, args.place.file);
  if (at === undefined) return undefined;
  const { files, folders } = machine.folders.below(at);
  return { kind: "list", items: [...folders, ...files].toSorted().map((name) => textOf(name)) };
}

/** `for root, folders, files in os.walk(path)` */
function walk(args: Arguments, machine: Machine): Value | undefined {
  const top = textAt(args, 0);
  const at = top === undefined ? undefined : machine.folders.locate(top, args.place.file);
  if (top === undefined || at === undefined) return undefined;
  const rows: Value[] = [];
  const visit = (path: string, folder: string): void => {
    const { files, folders } = machine.folders.below(folder);
    const lists = [folders, files].map((names): Value => ({ kind: "list", items: names.map((name) => textOf(name)) }));
    rows.push({ kind: "list", items: [textOf(path), ...lists] });
    for (const name of folders) visit(joinPaths(path, name), folder === "" ? name : `${folder}/${name}`);
  };
  visit(top, at);
  return { kind: "list", items: rows };
}

/** `glob.glob("app/routers/*.py")`, `glob.glob("*.py", root_dir=folder)` */
function glob(args: Arguments, machine: Machine): Value | undefined {
  const pattern = textAt(args, 0);
  if (pattern === undefined) return undefined;
  const rootDir = knownText(args.named.get("root_dir")?.value);
  const parts = pattern.split("/");
  const fixed = parts.findIndex((part) => /[*?[]/.test(part));
  const folder = parts.slice(0, Math.max(fixed, 0)).join("/");
  const found = globBelow(
    rootDir ?? (folder || "."),
    parts.slice(Math.max(fixed, 0)).join("/"),
    args.place.file,
    machine,
  );
  const items = found && itemsOf(found);
  if (!items) return undefined;
  const start = rootDir ?? (folder === "" ? "." : undefined);
  const texts = items.map((item) => {
    const path = knownText(item) ?? "";
    return textOf(start === undefined ? path : relativePath(path, start));
  });
  return { kind: "list", items: texts };
}

/** `for _, name, is_package in pkgutil.iter_modules(package.__path__, prefix)` */
function modulesBelow(args: Arguments, machine: Machine, isDeep: boolean): Value | undefined {
  const given = (args.named.get("path") ?? args.positional[0])?.value;
  const prefix = knownText((args.named.get("prefix") ?? args.positional[1])?.value) ?? "";
  const paths = given?.kind === "text" ? [given] : given && itemsOf(given);
  if (!paths) return undefined;
  const rows: Value[] = [];
  const visit = (folder: string, before: string): void => {
    const { files, folders } = machine.folders.below(folder);
    const at = (name: string): string => (folder === "" ? name : `${folder}/${name}`);
    const packages = folders.filter((name) => machine.folders.isFile(`${at(name)}/__init__.py`));
    const modules = files.filter((name) => name !== "__init__.py").map((name) => name.replace(/\.py$/, ""));
    for (const name of [...modules, ...packages].toSorted()) {
      const isPackage = packages.includes(name);
      const finder: Value = { kind: "constant", value: true };
      rows.push({
        kind: "list",
        items: [finder, textOf(before + name), { kind: "constant", value: isPackage }],
        fields: ["module_finder", "name", "ispkg"],
      });
      if (isDeep && isPackage) visit(at(name), `${before}${name}.`);
    }
  };
  for (const path of paths) {
    const text = knownText(path);
    const at = text === undefined ? undefined : machine.folders.locate(text, args.place.file);
    if (at === undefined) return undefined;
    visit(at, prefix);
  }
  return { kind: "list", items: rows };
}
