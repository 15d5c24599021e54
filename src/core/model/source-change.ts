import type { Place, Range } from "./place.ts";

/** A change of the user's sources: texts that are put into files, files that are new, and where the cursor goes. */
export interface SourceChange {
  readonly edits: readonly { readonly file: string; readonly range: Range; readonly newText: string }[];
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** As the files are after the change. */
  readonly cursor: Place;
}
