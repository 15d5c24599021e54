import type { FileFacts } from "./file-facts.ts";
import type { Range } from "../place.ts";
import type { Finding } from "../finding.ts";
import type { Route } from "../route.ts";
import type { Inspector, Sources } from "./sources.ts";

/** Files of one side as far as they were read. */
export interface LinkInput {
  /** All source files of the side. */
  readonly files: readonly string[];
  /** Gets the files that `read` reads. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** The files that may declare routes by themselves; the others are read because linking wants them. */
  readonly declaring: ReadonlySet<string>;
  /** Reads a file without facts while linking waits. Undefined where it must be `wanted` instead. */
  readonly read?: (file: string) => FileFacts | undefined;
  /** Puts the body that the outline of a file left out into a function of its facts; false where it must be `wanted`. */
  readonly readBody?: (file: string, declaration: { readonly whole: Range }) => boolean;
}

/** Looks at what lies outside of a side's folder; what is not there or may not be read is left out. */
export interface FilesBeside {
  /** The files of the language in a folder and below. */
  list(folder: string): Promise<readonly string[]>;
  read(file: string): Promise<string | undefined>;
}

/** What the index must know about the language of a side; the session hands it over. */
export interface SourceLanguage {
  readonly endings: readonly string[];
  /** `file` is relative to the side's folder. */
  isRead(file: string): boolean;
  /** Files, as tests, that are not even looked at but where others ask for them. */
  isOnlyWanted?(file: string): boolean;
  /** Files outside of the side's folder that the sources are made of; `own` are those within it. */
  readonly beside?: {
    find(folder: string, own: readonly string[], files: FilesBeside): Promise<readonly string[]>;
    /** Whether what `find` gives may be other files once this one changed. */
    isToldBy(file: string): boolean;
  };
  /** False only for a text that declares no route by itself; it is read all the same when `link` wants it. */
  mayDeclareRoutes(file: string, text: string): boolean;
  link(input: LinkInput): {
    readonly routes: readonly Route[];
    readonly findings: readonly Finding[];
    /** Files that must be read as well, or as a whole where an outline was read, before the routes are complete. */
    readonly wanted: readonly string[];
    /** Bodies of functions that were looked into, as objects of the facts; what stands in others makes no difference. */
    readonly followed: ReadonlySet<object>;
    /** For `relink`. */
    readonly memory?: object;
  };
  /**
   * Links again after edits of a few files, from the memory of the last linking; undefined where it is not sure that
   * linking anew would come to the same. Files and wanted files are the ones that were linked last.
   */
  relink?(input: Pick<LinkInput, "files" | "facts">, memory: object): ReturnType<SourceLanguage["link"]> | undefined;
  /** Answers questions about single routes; absent where the language has no answers. */
  readonly inspect?: (sources: Sources) => Inspector;
}
