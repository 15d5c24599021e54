import { parentOf, PROJECT } from "./folders.ts";
import type { Modules } from "./modules.ts";
import { textOf, type Value } from "../values/values.ts";

/** Names that a module has without saying so. */
export const MODULE_NAMES: ReadonlySet<string> = new Set(["__name__", "__file__", "__package__", "__path__"]);

/** What the interpreter itself puts into the module of a file. */
export function memberOfFile(modules: Modules, file: string, name: string): Value | undefined {
  const isPackage = file.endsWith("/__init__.py") || file === "__init__.py";
  const own = modules.nameOf(file);
  if (name === "__name__") return textOf(own);
  if (name === "__file__") return textOf(`${PROJECT}/${file}`);
  if (name === "__package__") return textOf(isPackage ? own : own.slice(0, Math.max(0, own.lastIndexOf("."))));
  return isPackage ? { kind: "list", items: [textOf(`${PROJECT}/${parentOf(file)}`.replace(/\/$/, ""))] } : undefined;
}
