/** The Rust server's program as it is released, by its content while it answered. */
export interface ReleasedProgram {
  /** As `gates.release.binary` of the project file names it. */
  readonly file: string;
  /** In lower case. */
  readonly sha256: string;
  readonly bytes: number;
  /** The system does not tell which program a process runs, so that another one may have answered. */
  readonly isUnseen?: true;
}
