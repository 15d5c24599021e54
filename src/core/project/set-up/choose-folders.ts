import type { Files } from "#core/ports.ts";
import type { ChosenVariable } from "./choose-variables.ts";
import type { FoundVariable } from "./found-variable.ts";
import { inFolder } from "#core/text/in-folder.ts";
import { depth } from "./paths.ts";

/** Folders that a server writes its files to. */
const WRITTEN =
  /(?:^|_)(?:DATA|STORAGE|UPLOADS?|MEDIA|FILES|STATE|ASSETS|ATTACHMENTS)_?(?:DIR|DIRECTORY|FOLDER|PATH|ROOT)$/i;

const FOLDER = /(?:^|_)(?:DIR|DIRECTORY|FOLDER|PATH|ROOT)$/i;

/**
 * The variables that name folders: what a server writes goes into the `${data}` of its side, and what it reads by a path
 * that is relative to the project's folder is found from the server's.
 */
export async function chooseFolders(
  found: readonly FoundVariable[],
  folder: string,
  { chosen, files }: { readonly chosen: readonly string[]; readonly files: Files },
): Promise<readonly ChosenVariable[]> {
  const all = [...new Map(found.toReversed().map((each) => [each.name, each])).values()].toReversed();
  const named = all.filter(({ name }) => FOLDER.test(name) && !chosen.includes(name));
  const written = named.filter(({ name, value }) => WRITTEN.test(name) && !isElsewhere(value));
  const main = written.find(({ name }) => /(?:^|_)DATA_?\w+$/i.test(name)) ?? written[0];
  const data = written.map(({ name, from }): ChosenVariable => {
    const own = name.toLowerCase().replace(/_?(?:dir|directory|folder|path|root)$/, "");
    return { name, value: name === main?.name ? "${data}" : `\${data}/${own}`, from };
  });
  const read: ChosenVariable[] = [];
  for (const { name, value = "", from } of named) {
    if (WRITTEN.test(name) || !/^(?:\.\/)?[\w-][\w./-]*$/.test(value) || folder === ".") continue;
    const path = value.replace(/^\.\//, "").replace(/\/$/, "");
    const [own, shared] = await Promise.all([hasFiles(inFolder(folder, path), files), hasFiles(path, files)]);
    if (!own && shared) read.push({ name, value: "../".repeat(depth(folder)) + path, from });
  }
  return [...data, ...read];
}

/** An address of an object store is no folder. */
function isElsewhere(value: string | undefined): boolean {
  return value?.includes("://") === true;
}

async function hasFiles(path: string, files: Files): Promise<boolean> {
  return (await files.stamp(path)) !== undefined || (await files.list(path, [""])).length > 0;
}
