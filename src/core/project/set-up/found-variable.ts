/** A variable of the environment that a server reads, or that an example file tells of. */
export interface FoundVariable {
  readonly name: string;
  /** What it is where nobody sets it, or what the example file has, as far as the source tells. */
  readonly value?: string;
  /** The server does not start without it. */
  readonly isRequired?: true;
  /** `src/config.py:12` */
  readonly from: string;
}

/** Where an index of a text stands: `src/config.py:12`. */
export function placeIn(file: string, text: string, index: number): string {
  return `${file}:${text.slice(0, index).split("\n").length}`;
}
