import type { CargoFacts } from "#core/model/sources/rust-facts.ts";
import type { FilesBeside } from "#core/model/sources/source-language.ts";
import { parentOf, resolvePath } from "../../relative-paths.ts";
import { readCargo } from "../read/read-cargo.ts";

/** Folders above the server's in which a manifest is looked for. */
const MAX_ABOVE = 6;
/** Packages beside the server's, more than any server has. */
const MAX_PACKAGES = 200;

/**
 * Files outside of a server's folder that its crates are made of: the manifests of the package and of the workspace that
 * the folder lies in, and the libraries of packages that manifests name by a path (The Cargo Book, "Specifying
 * Dependencies"). What else lies in those packages, as their own programs, is no part of the server.
 */
export async function packagesBeside(
  folder: string,
  own: readonly string[],
  files: FilesBeside,
): Promise<readonly string[]> {
  if (own.length === 0) return [];
  const home = folder === "." ? "" : folder.replace(/\/+$/, "");
  const isOwn = (path: string): boolean => home === "" || path === home || path.startsWith(`${home}/`);
  const manifestOf = async (file: string): Promise<CargoFacts | undefined> => {
    const text = await files.read(file);
    return text === undefined ? undefined : readCargo(file, text);
  };
  const manifests = (await Promise.all(own.filter(isManifest).map(manifestOf))).filter((each) => each !== undefined);
  const above = await manifestsAbove(home, manifests, manifestOf);
  const workspace = [...manifests, ...above].find(({ sharedPaths }) => sharedPaths !== undefined);
  const found = new Set(above.map(({ file }) => file));
  const folders = new Set<string>();
  // The list grows while it is gone through.
  const left = [...manifests, ...above.filter(({ name }) => name !== undefined)];
  for (const manifest of left) {
    const named = [
      ...Object.values(manifest.paths ?? {}).map((path) => resolvePath(parentOf(manifest.file), path)),
      ...(manifest.inherited ?? []).flatMap((name) => {
        const path = workspace?.sharedPaths?.[name];
        return workspace && path !== undefined ? [resolvePath(parentOf(workspace.file), path)] : [];
      }),
    ];
    for (const path of named) {
      if (isOwn(path) || folders.has(path) || folders.size >= MAX_PACKAGES) continue;
      folders.add(path);
      const inside = (await files.list(path)).filter((file) => isOfLibrary(file.slice(path.length + 1)));
      for (const file of inside) found.add(file);
      const next = await manifestOf(`${path}/Cargo.toml`);
      if (next) left.push(next);
    }
  }
  return [...found];
}

/** Of the package that the folder lies in, where it has no manifest itself, and of the workspace. */
async function manifestsAbove(
  home: string,
  own: readonly CargoFacts[],
  manifestOf: (file: string) => Promise<CargoFacts | undefined>,
): Promise<readonly CargoFacts[]> {
  const here = own.find(({ file }) => parentOf(file) === home);
  if (here?.sharedPaths !== undefined) return [];
  const found: CargoFacts[] = [];
  let hasPackage = own.some(({ name }) => name !== undefined);
  let at = home;
  for (let step = 0; step < MAX_ABOVE; step += 1) {
    at = resolvePath(at, "..");
    const manifest = await manifestOf(at === "" ? "Cargo.toml" : `${at}/Cargo.toml`);
    if (manifest && (manifest.sharedPaths !== undefined || !hasPackage)) {
      found.push(manifest);
      hasPackage ||= manifest.name !== undefined;
    }
    if (manifest?.sharedPaths !== undefined) break;
  }
  return found;
}

function isManifest(file: string): boolean {
  return file.endsWith("Cargo.toml");
}

/** `file` is relative to the package. */
function isOfLibrary(file: string): boolean {
  return file === "Cargo.toml" || (file.startsWith("src/") && !/^src\/(?:main\.rs$|bin\/)/.test(file));
}
