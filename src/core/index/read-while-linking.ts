import type { Range } from "#core/model/place.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { LinkInput } from "#core/model/sources/source-language.ts";
import type { Readers } from "#core/ports.ts";
import { fillBodies, fillBody } from "./fill-bodies.ts";

/** A file whose text is known. */
interface SourceFile {
  readonly text: string;
  facts?: FileFacts;
  isOutline?: boolean;
}

interface Options {
  readonly readers: Pick<Readers, "readNow">;
  readonly sourceOf: (file: string) => SourceFile | undefined;
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Gets the names of files that are read, as `wholes` gets those of files that are read as a whole. */
  readonly wanted: Set<string>;
  readonly wholes: Set<string>;
}

/**
 * Calls `link` with facts, and with ways to read in its midst, which add to them and are closed when it is done. Gives
 * what it came to and all facts in the order of their names.
 */
export function readWhileLinking<T>(
  { readers, sourceOf, facts: before, wanted, wholes }: Options,
  link: (input: Required<Pick<LinkInput, "facts" | "read" | "readBody">>) => T,
): { readonly linked: T; readonly facts: ReadonlyMap<string, FileFacts> } {
  const facts = new Map(before);
  let isOpen = true;
  const linked = link({
    facts,
    read: (file) => {
      const source = isOpen ? sourceOf(file) : undefined;
      const made = source && (source.facts ?? readers.readNow?.(file, source.text, "outline"));
      if (!made) return undefined;
      source.isOutline ??= true;
      source.facts = made;
      wanted.add(file);
      facts.set(file, made);
      return made;
    },
    readBody: (file, declaration) => {
      const source = isOpen ? sourceOf(file) : undefined;
      if (!source?.facts || source.facts !== facts.get(file)) return false;
      if (readBody(readers, { file, text: source.text }, declaration)) return true;
      const whole = readers.readNow?.(file, source.text, "whole");
      if (!whole) return false;
      fillBodies(source.facts, whole);
      source.isOutline = false;
      wholes.add(file);
      return "body" in declaration;
    },
  });
  isOpen = false;
  const isSorted = facts.size === before.size;
  return { linked, facts: isSorted ? facts : new Map([...facts].toSorted(([one], [other]) => (one < other ? -1 : 1))) };
}

/** Reads the body of a function of an outline by itself; false where that is not possible. */
export function readBody(
  readers: Pick<Readers, "readNow">,
  { file, text }: { readonly file: string; readonly text: string },
  declaration: { readonly whole: Range },
): boolean {
  const part = readers.readNow?.(file, text, declaration.whole);
  return part !== undefined && fillBody(declaration, part);
}
