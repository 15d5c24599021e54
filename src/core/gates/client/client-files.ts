import type { Ports } from "#core/ports.ts";

/** A file of the client as it is committed and as the generator writes it; absent where only the other one is there. */
export interface ClientFile {
  /** The committed one, relative to the project's folder. */
  readonly file: string;
  readonly committed?: Uint8Array;
  readonly written?: Uint8Array;
}

/** What a generator wrote. */
export interface WrittenClient {
  /** The folder that we gave it, absolute. */
  readonly folder: string;
  /** What it was to write there, a file or a folder. */
  readonly name: string;
  /** The files in the folder. */
  readonly paths: readonly string[];
}

/** Reads the committed client at `output` and what was written, file by file, in the order of their names. */
export async function clientFiles(
  { files, binaryFiles }: Pick<Ports, "files" | "binaryFiles">,
  output: string,
  { folder, name, paths }: WrittenClient,
): Promise<readonly ClientFile[]> {
  const below = paths.flatMap((path) => (path.startsWith(`${name}/`) ? [path.slice(name.length)] : []));
  const isFile = paths.includes(name);
  const committed = isFile ? [] : (await files.list(output, [""])).map((file) => file.slice(output.length));
  const all = isFile ? [""] : [...new Set([...below, ...committed])].toSorted();
  const found: ClientFile[] = [];
  for (const path of all) {
    const file = `${output}${path}`;
    const before = await binaryFiles.readBytes(file);
    const after = isFile || below.includes(path) ? await binaryFiles.readBytes(`${folder}/${name}${path}`) : undefined;
    found.push({ file, ...(before && { committed: before }), ...(after && { written: after }) });
  }
  return found;
}
