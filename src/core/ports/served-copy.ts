/** A file that a server must not give away, beside a copy of the folder that it serves. */
export interface Bait {
  /** Absolute. */
  readonly path: string;
  /** Its content, which stands nowhere else. */
  readonly text: string;
  /** A link to it that lies in the copy: its name there. */
  readonly link: string;
}

/** A copy of a folder of static files, for a server to serve. */
export interface ServedCopy {
  /** Absolute, without links. */
  readonly path: string;
  /** Its files, relative to it, sorted; links within it count as what they lead to. */
  readonly files: readonly string[];
  /** Links in the original that lead out of it, relative to it; the copy does not have them. */
  readonly linksOut: readonly { readonly path: string; readonly target: string }[];
  readonly bait: Bait;
  read(file: string): Promise<Uint8Array>;
  /** Removes it; safe to call twice. */
  dispose(): Promise<void>;
}

export interface ServedCopies {
  /** Undefined where there is no such folder; it is relative to the project's. */
  copyOf(folder: string): Promise<ServedCopy | undefined>;
}
