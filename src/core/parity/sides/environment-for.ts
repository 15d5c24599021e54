import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Project, ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Ports } from "#core/ports.ts";
import { normalPath } from "#core/project/project-values.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";

import { environmentFileNames } from "./environment-file-names.ts";

/** What stands in for the `.env` files that a server would read by itself. */
export interface EnvironmentFor {
  /** What the file that the project file names sets. */
  readonly set: Readonly<Record<string, string>>;
  /** The names in files that the server would read; they are passed empty where nothing else sets them. */
  readonly emptied: readonly string[];
}

type Needed = Pick<Ports, "files" | "environmentFiles">;

const ENDINGS: Readonly<Record<Side, string>> = { python: ".py", rust: ".rs" };

/**
 * Looks for the `.env` files that a server would read. Throws a UserError that names them, with the names of their
 * variables and never a value, where the project file does not say what the server gets in their place.
 */
export async function environmentFor(side: Side, settings: ServerSettings, ports: Needed): Promise<EnvironmentFor> {
  const { environmentFile: chosen, environment } = settings;
  const found = await filesRead(side, settings.folder, ports);
  const isOpen = found.some(({ names }) => names.some((name) => !Object.hasOwn(environment, name)));
  if (chosen === undefined && isOpen) throw new UserError(choiceText(side, found));
  const set = chosen?.kind === "file" ? await ports.environmentFiles.read(chosen.path) : {};
  if (chosen?.kind === "file" && set === undefined) {
    throw new UserError(
      `There is no file ${chosen.path}, which \`servers.${side}.env_file\` names in the project file.`,
    );
  }
  return { set: set ?? {}, emptied: [...new Set(found.flatMap(({ names }) => names))] };
}

/** The same for both servers, so that one message tells of both. */
export async function requireEnvironmentFiles({ servers }: Project, ports: Needed): Promise<void> {
  const refusals: string[] = [];
  for (const side of SIDES.filter((each) => servers[each].attach === undefined)) {
    try {
      await environmentFor(side, servers[side], ports);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusals.push(error.message);
    }
  }
  if (refusals.length > 0) throw new UserError(refusals.join("\n"));
}

interface ReadFile {
  readonly file: string;
  /** Of its variables. */
  readonly names: readonly string[];
}

/**
 * What the usual libraries would find: pydantic-settings looks in the folder in which the server runs, dotenvy there and
 * in the folders above, python-dotenv beside the module that asks and in the folders above it; all take another name
 * where the code says one.
 */
async function filesRead(side: Side, folder: string, ports: Needed): Promise<readonly ReadFile[]> {
  const { environmentFiles } = ports;
  const files = withoutUnreadable(ports.files);
  const sources = await files.list(folder, [ENDINGS[side]]);
  const named = await Promise.all(
    sources.map(async (source) => {
      const paths = await environmentFileNames(source, files, ports.files);
      return paths.flatMap((path) => [
        { path, from: folder },
        { path, from: folderOf(source) },
      ]);
    }),
  );
  const names = [...new Set([".env", ...named.flat().map(({ path }) => path.slice(path.lastIndexOf("/") + 1))])];
  const below = (await files.list(folder, names)).filter((file) => {
    const home = folderOf(file);
    // Rust's libraries look beside no source.
    const isBesideSource = side === "python" && sources.some((source) => isWithin(source, home));
    return names.includes(file.slice(file.lastIndexOf("/") + 1)) && isBesideSource;
  });
  const candidates = [
    ...(await environmentFiles.above(folder, names)),
    ...below,
    ...named.flat().map(({ path, from }) => normalPath(`${from}/${path}`)),
  ];
  const read = await Promise.all(
    [...new Set(candidates)].map(async (file) => ({
      file,
      names: Object.keys((await environmentFiles.read(file)) ?? {}),
    })),
  );
  return read.filter(({ names: each }) => each.length > 0);
}

function choiceText(side: Side, found: readonly ReadFile[]): string {
  const told = found.map(({ file, names }) => `${file} (${names.join(", ")})`).join(" and ");
  const one = found[0]?.file ?? ".env";
  return `The ${SIDE_NAMES[side]} server may read ${told} by itself, and so use real keys and databases. Say at \`servers.${side}\` in the project file what it gets instead: with \`env_file: none\` each of these names is passed empty where \`environment\` does not set it, with \`env_file: ${one}\`, or another file, the values that stand there are passed.`;
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
}

function isWithin(file: string, folder: string): boolean {
  return folder === "." || file.startsWith(`${folder}/`);
}
