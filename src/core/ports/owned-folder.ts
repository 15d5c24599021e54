import type { FileChange } from "#core/model/run/file-change.ts";

/** The content of a folder, kept apart from it. */
export interface FolderBase {
  readonly location: string;
  dispose(): Promise<void>;
}

/** A folder that we made for a server and that we remove. Sockets and pipes in it are left alone, and folders alone are no content. */
export interface OwnedFolder {
  /** Absolute, without links. */
  readonly path: string;
  /** Keeps what it holds now as what it is put back to. */
  keep(): Promise<void>;
  /**
   * Puts back what was kept. False where a file that would have to be put back is among `openFiles`, absolute paths: a
   * server would go on with the old one.
   */
  restore(openFiles: readonly string[]): Promise<boolean>;
  /** Another number as soon as a file in it was written, made or removed. Costs a look at each file, and reads none. */
  version(): Promise<number>;
  /** What became of its files since they were kept; undefined where more than `limit` changed. Reads what changed. */
  changes(limit: number): Promise<readonly FileChange[] | undefined>;
  /** What it holds now, for others to begin with. It is given up: the base is what is disposed of. */
  toBase(): Promise<FolderBase>;
  /** Removes it; safe to call twice. */
  dispose(): Promise<void>;
}

export interface OwnedFolders {
  /**
   * A copy of a folder of the project's, relative to the project's folder. Throws a UserError where there is none, and
   * where a link in it leads out of it.
   */
  copyOf(folder: string): Promise<FolderBase>;
  /**
   * A folder that begins as a copy of `base`, times of change included, or empty. The files `without`, relative to it, are somebody
   * else's: they are neither copied nor looked at.
   */
  create(base?: FolderBase, without?: readonly string[]): Promise<OwnedFolder>;
  /** A text that changes when a folder of the project's may have changed. */
  stamp(folder: string): Promise<string>;
}
