/** One line of a body as it is shown. */
export interface Line {
  /** Levels of indentation. */
  readonly depth: number;
  /** A member's name with its quotes, as written. */
  readonly name?: string;
  /** A scalar as written, a bracket, or a whole line of a body that is not JSON. */
  readonly text: string;
  /** A comma follows. It depends on what comes after and is no part of what differs. */
  readonly hasComma: boolean;
  /** Counted from one, in what is shown of this side. */
  readonly number: number;
}

/**
 * What a row says: `differs` counts, `tolerated` is written otherwise on the two sides and does not fail the case
 * (a rule allows it, or it is cosmetic), `unjudged` is not the same and was not compared, because the case failed.
 */
export type Mark = "equal" | "differs" | "tolerated" | "unjudged";

/** Lines that stand side by side; a side that has nothing there has none. */
export interface Row {
  readonly python?: Line;
  readonly rust?: Line;
  readonly mark: Mark;
  /** Indexes of the differences that stand at this row. */
  readonly differences: readonly number[];
  /** JSON pointer (RFC 6901) of the value that begins or ends here: Python's, else Rust's; empty in other bodies. */
  readonly pointer: string;
}

/** The pointer of a row that stands for values that were left out of an excerpt. */
export const OMITTED = "…";

/** Lines of one side before they have found their row. */
export type UnnumberedLine = Omit<Line, "number">;

/** Collects rows and counts the lines of each side. */
export class RowList {
  readonly rows: Row[] = [];
  #pythonLines = 0;
  #rustLines = 0;

  push(
    lines: { readonly python?: UnnumberedLine | undefined; readonly rust?: UnnumberedLine | undefined },
    facts: Pick<Row, "mark" | "differences" | "pointer">,
  ): void {
    this.rows.push({
      ...(lines.python && { python: { ...lines.python, number: ++this.#pythonLines } }),
      ...(lines.rust && { rust: { ...lines.rust, number: ++this.#rustLines } }),
      ...facts,
    });
  }
}

/** Two lines show the same, their commas aside. */
export function isSameLine(python: UnnumberedLine | undefined, rust: UnnumberedLine | undefined): boolean {
  return python !== undefined && rust !== undefined && python.text === rust.text && python.name === rust.name;
}
