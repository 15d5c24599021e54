import type { ChosenVariable, SpokenEngine } from "./choose-variables.ts";
import { type FoundVariable, placeIn } from "./found-variable.ts";
import type { FoundGuard } from "./python-guard.ts";

/** A folder that seems to hold a server, and how it seems to be built and started. */
export interface FoundServer {
  readonly folder: string;
  /** The file that tells. */
  readonly from: string;
  readonly build?: string;
  /** Absent where the source does not tell. */
  readonly start?: { readonly line: string; readonly from: string; readonly needsPortVariable?: true };
  /** A command that prints its contract. */
  readonly export?: string;
  /** The interpreter that starts it. */
  readonly python?: string;
  /** Where it finds packages that lie elsewhere in the repository. */
  readonly path?: ChosenVariable;
  /** The key that it asks its callers for. */
  readonly guard?: FoundGuard;
  /** Where it checks web tokens with a secret. */
  readonly checksTokens?: string;
  /** It applies its migrations, or makes its tables, when it starts; where that stands. */
  readonly migratesAt?: string;
  /** What its source reads from the environment. */
  readonly variables: readonly FoundVariable[];
  /** What example files tell of. */
  readonly examples: readonly FoundVariable[];
  /** The one engine that its libraries are for. */
  readonly engine?: SpokenEngine;
  /** A library for some database that it asks for: `pymongo (api/requirements.txt)`. */
  readonly library?: string;
  /** How its source begins the address of a SQLite database: `sqlite:///`. */
  readonly sqliteScheme?: string;
  /** Why no variable can hand the port over, where that is so. */
  readonly fixedPort?: string;
  /** Sentences about what a person has to do. */
  readonly notes: readonly string[];
}

/** The engine whose drivers a manifest asks for, where it is one only. */
export function engineOf(text: string, drivers: Readonly<Record<SpokenEngine, RegExp>>): SpokenEngine | undefined {
  const isPostgresql = drivers.postgresql.test(text);
  if (isPostgresql === drivers.sqlite.test(text)) return undefined;
  return isPostgresql ? "postgresql" : "sqlite";
}

/** The first library for a database that a manifest names, and where that is. */
export function libraryIn(text: string, libraries: RegExp, from: string): string | undefined {
  const name = libraries.exec(text)?.[1];
  return name === undefined ? undefined : `${name} (${from})`;
}

/** The first address of a SQLite database that stands in sources, without what follows the slashes. */
export function sqliteSchemeIn(texts: readonly { readonly text: string }[]): { readonly sqliteScheme?: string } {
  // Where the environment is read it is also taken apart.
  const settingsFirst = texts.toSorted(
    (one, other) => Number(/\benv/.test(other.text)) - Number(/\benv/.test(one.text)),
  );
  for (const { text } of settingsFirst) {
    const sqliteScheme = /["'`](sqlite(?:\+\w+)?:\/*)/.exec(text)?.[1];
    if (sqliteScheme !== undefined) return { sqliteScheme };
  }
  return {};
}

/** Where sources first have something: that a server makes its own tables, or that it checks tokens. */
export function placeOf(
  texts: readonly { readonly file: string; readonly text: string }[],
  pattern: RegExp,
): string | undefined {
  for (const { file, text } of texts) {
    const match = pattern.exec(text);
    if (match) return placeIn(file, text, match.index);
  }
  return undefined;
}
