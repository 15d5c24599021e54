import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
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
 * Looks whether what the project file names is there: `project-file-missing`, `project-folder-missing` where a folder
 * is missing or holds nothing of the sort that is read from it, and `project-file-unreadable` where it is not read.
 */
export async function checkProjectFiles(paths: readonly ProjectPath[], files: Files): Promise<readonly Finding[]> {
  const findings = await Promise.all(paths.map((path) => checkPath(path, files)));
  return findings.flatMap((finding) => finding ?? []);
}

async function checkPath({ key, kind, path, place }: ProjectPath, files: Files): Promise<Finding | undefined> {
  const unreadable = ({ reason }: UnreadablePath): Finding => {
    return { code: "project-file-unreadable", severity: "error", place, facts: { key, path, reason } };
  };
  if (kind.kind === "file") {
    try {
      if ((await files.stamp(path, { isNear: key === "contract" })) !== undefined) return undefined;
    } catch (error) {
      if (!(error instanceof UnreadablePath)) throw error;
      return unreadable(error);
    }
    return { code: "project-file-missing", severity: "error", place, facts: { key, path } };
  }
  const refused: UnreadablePath[] = [];
  const found = await files.list(path, kind.endings, (each) => refused.push(each));
  const whole = refused.find((each) => each.path === path);
  if (whole) return unreadable(whole);
  if (found.length > 0) return undefined;
  const endings = kind.endings.join(" or ");
  return { code: "project-folder-missing", severity: "error", place, facts: { key, path, endings } };
}
