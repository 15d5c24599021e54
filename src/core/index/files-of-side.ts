import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import type { LinkedRoutes } from "./move-linked.ts";
import type { SideState } from "./side-state.ts";
import type { SourceTexts } from "./source-texts.ts";

/** The sources of a side that are there: in its folder, and what they are made of beside it. */
export async function filesOfSide(
  folder: string,
  language: SourceLanguage,
  texts: SourceTexts,
  openTexts: ReadonlyMap<string, string>,
): Promise<Pick<SideState, "files" | "beside">> {
  const listed = await texts.list(folder, language.endings);
  const own = [...new Set([...listed, ...openTexts.keys()])].filter((file) => belongsTo(file, folder, language));
  const found = await language.beside?.find(folder, own, {
    list: async (other) => (await texts.list(other, language.endings)).filter((file) => language.isRead(file)),
    // Of these the project file says nothing: they are read as a contract is, in the workspace or its repository only.
    read: (file) => texts.contract(file, openTexts.get(file)),
  });
  const beside = new Set((found ?? []).filter((file) => !own.includes(file)));
  return { files: [...own, ...beside].toSorted(), beside };
}

/** Without routes of files beside the side's folder that no app of the side reaches. */
export function withoutLoose(result: LinkedRoutes, beside: ReadonlySet<string>): LinkedRoutes {
  if (beside.size === 0) return result;
  return {
    ...result,
    routes: result.routes.filter(({ unmounted, place }) => unmounted !== true || !beside.has(place.file)),
  };
}

export function belongsTo(file: string, folder: string | undefined, language: SourceLanguage): boolean {
  if (folder === undefined) return false;
  const within = below(file, folder);
  return within !== undefined && language.endings.some((ending) => file.endsWith(ending)) && language.isRead(within);
}

/** The part of a file's name below a folder, or undefined where it lies elsewhere. */
function below(file: string, folder: string): string | undefined {
  const start = folder === "" || folder === "." ? "" : `${folder.replace(/\/+$/, "")}/`;
  return file.startsWith(start) ? file.slice(start.length) : undefined;
}
