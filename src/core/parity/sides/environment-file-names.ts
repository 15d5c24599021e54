import type { Files } from "#core/ports.ts";

/** The name of such a file in source, between quotes: `.env`, `.env.local`, `config/app.env`. */
const NAMED = /["']((?:[\w.-]+\/)*(?:\.env(?:\.[\w-]+)*|[\w-]+\.env))["']/g;

/** Files that people copy, and that no server reads: a script may name them. */
const TEMPLATE = /\.(?:example|template|sample|dist)$/;

interface Known {
  readonly stamp: string;
  readonly names: readonly string[];
}

/** What sources said the last time. Servers start again and again, and few sources change between two starts. */
const knownByFiles = new WeakMap<object, Map<string, Known>>();

/**
 * The `.env` files that a source names. It is read only where it has another stamp than the last time; `of` is whose
 * memory that is, which lives as long as the files of a project are open.
 */
export async function environmentFileNames(
  source: string,
  files: Pick<Files, "read" | "stamp">,
  of: object,
): Promise<readonly string[]> {
  const known = knownByFiles.get(of) ?? new Map<string, Known>();
  knownByFiles.set(of, known);
  // Before the text, so that what is written meanwhile is seen the next time.
  const stamp = await files.stamp(source);
  const last = known.get(source);
  if (last && last.stamp === stamp) return last.names;
  const text = (await files.read(source)) ?? "";
  const names = [...text.matchAll(NAMED)].flatMap(([, path = ""]) => (TEMPLATE.test(path) ? [] : [path]));
  if (stamp !== undefined) known.set(source, { stamp, names });
  return names;
}
