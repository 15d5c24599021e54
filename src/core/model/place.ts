/** A position in a text: both numbers start at zero, `character` counts UTF-16 units as LSP does. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A stretch of text, `end` not included. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a file. `file` is relative to the project's folder, with `/`; it may begin with `../`. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** `src/main.rs:12:5`, counted from one, as compilers and terminals write it. */
export function placeText(place: Place): string {
  const { line, character } = place.range.start;
  return `${place.file}:${line + 1}:${character + 1}`;
}
