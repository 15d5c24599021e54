import type { EngineSettings } from "#core/model/project.ts";
import type { BaseOptions, Database, Disposable, Snapshot } from "#core/ports.ts";

import type { BaseMaker } from "./sqlite/make-base.ts";

/** A script of statements and where it stands. */
export interface Script {
  readonly file: string;
  readonly text: string;
}

/** One kind of database. Nothing runs until it is first asked; disposing removes all that is left of what it made. */
export interface Engine extends Disposable {
  /** See `Databases`. */
  makeBase(scripts: readonly Script[], options: BaseOptions): Promise<Snapshot>;
  create(name: string, base?: Snapshot, place?: string): Promise<Database>;
}

/** What an engine is made from. */
export interface EngineContext {
  readonly settings: EngineSettings;
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly maker: BaseMaker;
  /** Told of each folder that it makes, so that what lies there does not count as somebody else's. */
  readonly folders: Set<string>;
}
