import type { Side } from "#core/model/endpoint.ts";
import type { Crash } from "#core/model/run/crash.ts";
import { findCrashes, mayBeginCrash, type OwnFile } from "./find-crashes.ts";
import { printedFile } from "./own-files.ts";

/** A traceback is shorter; what goes on longer without an end is none. */
const MOST_LINES = 1000;

/** Finds crashes in what two servers print, piece by piece. */
export class CrashWatch {
  readonly #tails = new Map<Side, readonly string[]>();
  readonly #ownFiles: Readonly<Record<Side, OwnFile>> | undefined;

  constructor(ownFiles?: Readonly<Record<Side, OwnFile>>) {
    this.#ownFiles = ownFiles;
  }

  /** The crashes that are whole with these lines. */
  push(side: Side, text: string): readonly Crash[] {
    const lines = [...(this.#tails.get(side) ?? []), ...text.split("\n")];
    const begin = lines.findIndex((line) => mayBeginCrash(line));
    if (begin < 0) {
      this.#tails.delete(side);
      return [];
    }
    const tail = lines.slice(Math.max(begin, lines.length - MOST_LINES));
    const found = findCrashes(tail.join("\n"), this.#ownFiles?.[side] ?? printedFile);
    this.#tails.set(side, tail.slice(found.at(-1)?.end ?? 0));
    return found.map((one) => {
      const { end: _, ...crash } = one;
      return { side, ...crash };
    });
  }
}
