import type { AssetSettings } from "#core/model/gates/gate-settings.ts";
import type { Place, Range } from "#core/model/place.ts";
import type { ServedCopy } from "#core/ports/served-copy.ts";
import { inFolder } from "#core/text/in-folder.ts";

/** A file of the build that has to be served. */
export interface SiteFile {
  /** Relative to the build. */
  readonly path: string;
  /** The path on the server: `/assets/app.js`. */
  readonly target: string;
  readonly bytes: Uint8Array;
  /** The encodings in which it lies beside itself, as `app.js.br`. */
  readonly packed: readonly Encoding[];
}

/** The static build, read. */
export interface Site {
  readonly settings: AssetSettings;
  readonly copy: ServedCopy;
  readonly files: readonly SiteFile[];
  readonly index: SiteFile;
  /** Hidden files, which nobody has to be given. */
  readonly hidden: readonly SiteFile[];
}

/** Content codings that browsers ask for (RFC 9110, section 8.4.1, and RFC 7932), with the ending of a file that is packed so. */
export const ENCODINGS = { br: ".br", gzip: ".gz" } as const;

export type Encoding = keyof typeof ENCODINGS;

/** Reads the build. Undefined where it has no index. */
export async function readSite(settings: AssetSettings, copy: ServedCopy): Promise<Site | undefined> {
  const names = new Set(copy.files);
  const isPacked = (path: string): boolean =>
    [...Object.values(ENCODINGS), ".zst"].some(
      (ending) => path.endsWith(ending) && names.has(path.slice(0, -ending.length)),
    );
  const all: SiteFile[] = [];
  for (const path of copy.files.filter((each) => !isPacked(each))) {
    const packed = encodingsOf(path, names);
    all.push({ path, target: targetOf(settings, path), bytes: await copy.read(path), packed });
  }
  const index = all.find(({ path }) => path === settings.index);
  if (index === undefined) return undefined;
  const hidden = all.filter(({ path }) => isHidden(path));
  return { settings, copy, index, hidden, files: all.filter(({ path }) => !isHidden(path)) };
}

function encodingsOf(path: string, names: ReadonlySet<string>): readonly Encoding[] {
  const all = Object.keys(ENCODINGS) as readonly Encoding[];
  return all.filter((encoding) => names.has(path + ENCODINGS[encoding]));
}

function isHidden(path: string): boolean {
  return /(?:^|\/)\.(?!well-known\/)/.test(path);
}

/** `("my file.js")` → `/my%20file.js` */
function targetOf({ at }: Pick<AssetSettings, "at">, path: string): string {
  return `${at}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A place in a file of the build; its top where no range is given. */
export function placeIn({ folder }: AssetSettings, path: string, range: Range = TOP): Place {
  return { file: inFolder(folder, path), range };
}

/** A parameter of a page is any text: `/nodes/{id}` → `/nodes/portolan` */
export function pageTarget({ path }: AssetSettings["pages"][number]): string {
  return path.replaceAll(/\{[^{}]*\}/g, "portolan");
}
