import type { Files } from "#core/ports.ts";
import type { ChosenVariable } from "./choose-variables.ts";
import { placeIn } from "./found-variable.ts";
import { byDepth, depth, folderOf, isAside, within } from "./paths.ts";
import type { PythonText } from "./python-variables.ts";

/**
 * `PYTHONPATH` for packages of the repository that a server imports and that neither its folder nor its manifest has:
 * `../../packages/shared`. The server's own folders are found without it.
 */
export async function pythonPath(
  folder: string,
  own: readonly PythonText[],
  { files, manifests }: { readonly files: Files; readonly manifests: string },
): Promise<ChosenVariable | undefined> {
  const imported = new Map<string, string>();
  for (const { file, text } of own) {
    for (const match of text.matchAll(/^(?:from\s+([A-Za-z_]\w*)[\w.]*\s+import\b|import\s+([A-Za-z_]\w*))/gm)) {
      const name = match[1] ?? match[2] ?? "";
      if (!imported.has(name)) imported.set(name, placeIn(file, text, match.index));
    }
  }
  for (const { file } of own) {
    const parts = within(file, folder).replace(/\.py$/, "").split("/");
    for (const part of parts) imported.delete(part);
  }
  if (imported.size === 0) return undefined;
  const packages = (await files.list(".", ["__init__.py"]))
    .map(folderOf)
    .filter((each) => !isAside(`${each}/x`))
    .toSorted(byDepth);
  const found = [...imported].flatMap(([name, from]) => {
    const place = packages.find((each) => each === name || each.endsWith(`/${name}`));
    // A manifest that names the folder, or a distribution of this name, has it installed.
    const isInstalled = new RegExp(`\\b${name.replaceAll("_", "[-_.]")}\\b`, "i").test(manifests);
    return place === undefined || isInstalled ? [] : [{ root: folderOf(place), from }];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  const roots = [...new Set(found.map(({ root }) => root))];
  const isNamed = (root: string): boolean => root !== "." && manifests.includes(root);
  const value = roots.filter((root) => !isNamed(root)).map((root) => wayTo(root, folder));
  return value.length === 0 ? undefined : { name: "PYTHONPATH", value: value.join(":"), from: first.from };
}

/** `("packages/shared", "apps/api")` → `../../packages/shared` */
function wayTo(root: string, folder: string): string {
  const up = "../".repeat(depth(folder));
  return root === "." ? up.replace(/\/$/, "") || "." : `${up}${root}`;
}
