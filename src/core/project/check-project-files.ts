import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { Files } from "#core/ports.ts";

/** A file or folder that the project file names. */
export interface ProjectPath {
  /** The key that names it: `database.seed`. */
  readonly key: string;
  /** A folder must hold at least one file that ends in one of `endings`. */
  readonly kind: { readonly kind: "file" } | { readonly kind: "folder"; readonly endings: readonly string[] };
  readonly path: string;
  readonly place: Place;
}

/**
 * Looks whether what the project file names is there: `project-file-missing`, and `project-folder-missing` where a
 * folder is missing or holds nothing of the sort that is read from it.
 */
export async function checkProjectFiles(paths: readonly ProjectPath[], files: Files): Promise<readonly Finding[]> {
  const findings = await Promise.all(paths.map((path) => checkPath(path, files)));
  return findings.flatMap((finding) => finding ?? []);
}

async function checkPath({ key, kind, path, place }: ProjectPath, files: Files): Promise<Finding | undefined> {
  if (kind.kind === "file") {
    if ((await files.stamp(path)) !== undefined) return undefined;
    return { code: "project-file-missing", severity: "error", place, facts: { key, path } };
  }
  if ((await files.list(path, kind.endings)).length > 0) return undefined;
  const endings = kind.endings.join(" or ");
  return { code: "project-folder-missing", severity: "error", place, facts: { key, path, endings } };
}
