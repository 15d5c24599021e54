import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";
import type { ParityPorts } from "../preparation.ts";
import type { OwnFile } from "./find-crashes.ts";

const ENDINGS: Readonly<Record<Side, readonly string[]>> = { python: [".py"], rust: [".rs"] };

/**
 * Finds the project's files by the paths that its servers and compilers print: absolute ones, and those relative to a
 * server's folder, to a crate or to a workspace around it. What a package manager or a build owns is nobody's.
 */
export async function ownFilesOf(
  project: Pick<Project, "servers">,
  { files }: Pick<ParityPorts, "files">,
): Promise<Readonly<Record<Side, OwnFile>>> {
  const readable = withoutUnreadable(files);
  const [python, rust] = await Promise.all(
    SIDES.map(async (side) => {
      const { folder } = project.servers[side];
      return ownFileIn(folder, await readable.list(folder, ENDINGS[side]));
    }),
  );
  const nobodys: OwnFile = () => undefined;
  return { python: python ?? nobodys, rust: rust ?? nobodys };
}

/** Where package managers and toolchains keep what is not the project's. */
const LIBRARY = /\/(?:site-packages|dist-packages|rustc|\.cargo|\.rustup|lib\/python[\d.]*)\//;

/** Takes what was printed as it is, where nobody knows the project's files. */
export const printedFile: OwnFile = (printed) =>
  LIBRARY.test(printed) || printed.startsWith("<") ? undefined : printed;

/** `folder` is the server's; `own` its files, both relative to the project's folder. */
export function ownFileIn(folder: string, own: readonly string[]): OwnFile {
  const known = new Set(own);
  const byName = Map.groupBy(own, nameOf);
  const below = folder === "." || folder === "" ? "" : `${folder.replace(/\/$/, "")}/`;
  return (printed) => {
    const path = printed.replaceAll("\\", "/").replace(/^\.\//, "");
    if (LIBRARY.test(path)) return undefined;
    if (known.has(below + path)) return below + path;
    const isAbsolute = /^(?:\/|[a-z]:)/i.test(path);
    const fits = (byName.get(nameOf(path)) ?? []).filter((file) => {
      // A project beside the folder begins with `../`, which no printed path does.
      const bare = file.replace(/^(?:\.\.\/)+/, "");
      return isAbsolute
        ? path.endsWith(`/${bare}`)
        : `/${bare}`.endsWith(`/${path}`) || `/${path}`.endsWith(`/${bare}`);
    });
    // An absolute path names one file, that with most of it; two files that a relative one fits are a guess.
    if (isAbsolute) return fits.toSorted((a, b) => b.length - a.length)[0];
    return fits.length === 1 ? fits[0] : undefined;
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
