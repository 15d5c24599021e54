import { sep } from "node:path";

import type { DatabaseEngine } from "#core/model/databases/database-engine.ts";
import type { EngineSettings } from "#core/model/project.ts";
import type { Databases, Disposable } from "#core/ports.ts";

import type { Engine, EngineContext } from "./engine.ts";
import type { BaseMaker } from "./sqlite/make-base.ts";
import { createNoEngine } from "./no-engine.ts";
import { noteOtherDatabases } from "./sqlite/other-databases.ts";
import { createPostgresqlEngine } from "./postgresql/postgresql-engine.ts";
import { createSqliteEngine } from "./sqlite/sqlite-engine.ts";

/** All that Portolan has; each gives what the contract's test asks of it. */
const ENGINES: Readonly<Record<DatabaseEngine, (context: EngineContext) => Engine>> = {
  none: createNoEngine,
  sqlite: createSqliteEngine,
  postgresql: createPostgresqlEngine,
};

/**
 * Databases for the project in `root`, an absolute folder. `folders` are the temporary folders that are ours, to which those of
 * databases are added. Disposing removes all databases that are left.
 */
export function createDatabases(
  root: string,
  maker: BaseMaker,
  folders: Set<string> = new Set(),
): Databases & Disposable {
  const enginesBySettings = new Map<string, Engine>();
  const engineOf = ({ engine, url }: EngineSettings): Engine => {
    const key = `${engine} ${url ?? ""}`;
    const known = enginesBySettings.get(key);
    if (known !== undefined) return known;
    const settings = url === undefined ? { engine } : { engine, url };
    const made = ENGINES[engine]({ settings, root, maker, folders });
    enginesBySettings.set(key, made);
    return made;
  };
  return {
    makeBase: (settings, scripts, options) => engineOf(settings).makeBase(scripts, options),
    create: (settings, name, base, place) => engineOf(settings).create(name, base, place),
    noteOthers: (places) => {
      const isOurs = (file: string): boolean => [...folders].some((folder) => file.startsWith(folder + sep));
      // What a server inherits of ours may name a database as well.
      const settings = [...places.settings, ...Object.values(process.env).filter((value) => value !== undefined)];
      return noteOtherDatabases(root, { ...places, settings }, isOurs);
    },
    dispose: async () => {
      const engines = [...enginesBySettings.values()];
      enginesBySettings.clear();
      await Promise.all(engines.map((engine) => engine.dispose()));
    },
  };
}
