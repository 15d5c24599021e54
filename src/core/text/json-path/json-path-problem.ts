/** Ends the reading of a path: what is wrong, and at which UTF-16 unit. */
export class PathProblem extends Error {
  readonly offset: number;

  constructor(offset: number, reason: string) {
    super(reason);
    this.offset = offset;
  }
}
