import type { Place } from "#core/model/place.ts";
import type { Project } from "#core/model/project.ts";
import type { Files } from "#core/ports.ts";
import { createLines } from "#core/text/lines.ts";

/** Where the project's migrations make a table, or the column of it that is meant; undefined where no `.sql` file does. */
export async function placeOfTable(
  files: Files,
  { database: { migrations } }: Project,
  { table, column }: { readonly table: string; readonly column?: string },
): Promise<Place | undefined> {
  if (migrations === undefined || table === "") return undefined;
  const made = new RegExp(String.raw`\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?["\`\[]?${escaped(table)}\b`, "i");
  for (const file of await files.list(migrations, [".sql"])) {
    const text = (await files.read(file)) ?? "";
    const found = made.exec(text);
    if (found === null) continue;
    const inside = column === undefined ? -1 : text.slice(found.index).search(new RegExp(`\\b${escaped(column)}\\b`));
    const start = found.index + Math.max(0, inside);
    const length = inside < 0 ? found[0].length : (column ?? "").length;
    return { file, range: createLines(text).rangeOf(start, start + length) };
  }
  return undefined;
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, String.raw`\$&`);
}
