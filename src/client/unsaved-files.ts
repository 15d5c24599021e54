import type { ProjectView } from "#protocol/lsp.ts";

/** The unsaved files that concern a run, each as it was given. */
export interface UnsavedFiles<T> {
  /** Sources of the two servers. */
  readonly sources: readonly T[];
  /** The rest of the project's folder: the project file, cases, the contract. */
  readonly others: readonly T[];
}

/** What a server is built from or reads while it runs. Notes and settings of the editor may lie in its folder too. */
const SOURCE = /\.(?:pyi?|rs|toml|sql|html|j2|jinja2?)$/;

/** Sorts unsaved files, `uriOf` each without a query, by whether the servers are made from them. Those of others are left out. */
export function unsavedFiles<T>(
  unsaved: readonly T[],
  uriOf: (file: T) => string,
  { folder, serverFolders }: Pick<ProjectView, "folder" | "serverFolders">,
): UnsavedFiles<T> {
  const isSource = (file: T): boolean =>
    SOURCE.test(uriOf(file)) && serverFolders.some((each) => uriOf(file).startsWith(`${each}/`));
  return {
    sources: unsaved.filter((file) => isSource(file)),
    others: unsaved.filter((file) => !isSource(file) && uriOf(file).startsWith(`${folder}/`)),
  };
}
