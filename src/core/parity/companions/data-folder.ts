import type { DataSettings } from "#core/model/project.ts";
import type { FileChange, FileContent } from "#core/model/run/file-change.ts";
import type { StoredRow, StoredValue, TableChange } from "#core/model/run/table-change.ts";
import type { FolderBase, OwnedFolders } from "#core/ports/owned-folder.ts";

import type { Companion } from "./companion.ts";
import { contentValue } from "./content-value.ts";

/** What the folder is called among the tables of an effect. */
const DATA_FOLDER = "${data}";

const MOST_FILES = 1000;

/** A folder for the files of one side, which begins as a copy of `base`; files `without` are none of its content. */
export async function createDataFolder(
  { notCompared }: DataSettings,
  base: FolderBase | undefined,
  { folders, without }: { readonly folders: OwnedFolders; readonly without: readonly string[] },
): Promise<Companion & { toBase(): Promise<FolderBase> }> {
  const folder = await folders.create(base, without);
  return {
    values: { data: folder.path },
    reach: [],
    keep: () => folder.keep(),
    restore: async (server) => folder.restore((await server.openFiles()) ?? []),
    version: () => folder.version(),
    changes: async () => {
      if (notCompared !== undefined) return { kind: "changes", tables: [] };
      const changes = await folder.changes(MOST_FILES);
      if (changes === undefined) return { kind: "too many", table: "the data folder", limit: MOST_FILES };
      return { kind: "changes", tables: changes.length === 0 ? [] : [asTable(changes)] };
    },
    toBase: () => folder.toBase(),
    dispose: () => folder.dispose(),
  };
}

/** Files as rows of a table whose key is the path: a file that was renamed to a random name is found again by its content. */
function asTable(changes: readonly FileChange[]): TableChange {
  const inserted: StoredRow[] = [];
  const updated: { before: StoredRow; after: StoredRow }[] = [];
  const deleted: StoredRow[] = [];
  for (const { path, before, after } of changes) {
    if (before !== undefined && after !== undefined) {
      updated.push({ before: [path, contentOf(before)], after: [path, contentOf(after)] });
    } else if (after !== undefined) inserted.push([path, contentOf(after)]);
    else if (before !== undefined) deleted.push([path, contentOf(before)]);
  }
  return { table: DATA_FOLDER, columns: ["path", "content"], key: ["path"], inserted, updated, deleted };
}

function contentOf(content: FileContent): StoredValue {
  switch (content.kind) {
    case "bytes":
      return { kind: "many bytes", bytes: content.bytes, sha256: content.sha256 };
    case "link":
      return { kind: "json", text: JSON.stringify({ link: content.target }) };
    case "text":
      return contentValue(content.text);
  }
}
