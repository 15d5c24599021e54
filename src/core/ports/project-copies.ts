/** A copy of the project's folder at another path. What packages and builds own is there by links. */
export interface ProjectCopy {
  /** Absolute, without links. */
  readonly path: string;
  /** Removes it; safe to call twice. */
  dispose(): Promise<void>;
}

export interface ProjectCopies {
  /** Undefined where the folder has more files than are worth to be copied. */
  copy(): Promise<ProjectCopy | undefined>;
}
