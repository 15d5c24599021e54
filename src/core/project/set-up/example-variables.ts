import type { Files } from "#core/ports.ts";
import { type FoundVariable, placeIn } from "./found-variable.ts";

/** What examples of files of variables are called: `.env.example`, `.env.api.example`, `env.sample`. */
const EXAMPLE = /(?:^|[/.])env(?:\.[\w-]+)*\.(?:example|sample|template|dist)$|(?:^|[/.])(?:example|sample)\.env$/;

/** The variables in example files in a folder, and in the project's own; also those in lines that are commented out. */
export async function exampleVariables(folder: string, files: Files): Promise<readonly FoundVariable[]> {
  const listed = await files.list(".", [".example", ".sample", ".template", ".dist", ".env"]);
  const near = listed.filter((file) => EXAMPLE.test(file) && [folder, "."].includes(folderOf(file)));
  const own = near.toSorted((one, other) => Number(folderOf(other) === folder) - Number(folderOf(one) === folder));
  const found = await Promise.all(own.map(async (file) => assignments(file, (await files.read(file)) ?? "")));
  return found.flat();
}

function assignments(file: string, text: string): readonly FoundVariable[] {
  const lines = text.matchAll(
    /^[ \t]*#?[ \t]*(?:export\s+)?([A-Z_][A-Z0-9_]*)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#]*))/gm,
  );
  return [...lines].map((match) => {
    const [, name = "", double, single, bare = ""] = match;
    const value = double ?? single ?? bare;
    return { name, from: placeIn(file, text, match.index), ...(value !== "" && { value }) };
  });
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
}
