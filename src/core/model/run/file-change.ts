/** What a file holds: its text where it is UTF-8 and not long, else how long it is and the hash of its bytes. */
export type FileContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: number; readonly sha256: string }
  | { readonly kind: "link"; readonly target: string };

/** What became of a file between two states of a folder. `path` is relative to the folder, with `/`. */
export interface FileChange {
  readonly path: string;
  /** Absent where the file was made since. */
  readonly before?: FileContent;
  /** Absent where it was removed. */
  readonly after?: FileContent;
}
