/** What the calls of macros in one file may come to, all together. */
export interface MacroBudget {
  /**
   * Expands a call: `make` is told how many characters its code may have. Undefined where it makes none, or where the
   * file has used up what it may.
   */
  expand(input: string, make: (room: number) => string | undefined): string | undefined;
}

/** More calls, and more code, than tables of handlers come to. */
const MAX_EXPANSIONS = 2000;
const MAX_CHARACTERS = 600_000;
/** The code of one call. */
const MAX_LENGTH = 300_000;

/**
 * Bounds macros by how often they are expanded and by how much code they come to. A bound of depth is not enough: a macro
 * that calls itself twice has twice as many calls, or twice as much code, with each step down.
 */
export function createMacroBudget(): MacroBudget {
  let expansions = 0;
  let characters = 0;
  return {
    expand: (input, make) => {
      characters += input.length;
      if (expansions >= MAX_EXPANSIONS || characters >= MAX_CHARACTERS) return undefined;
      expansions += 1;
      const code = make(Math.min(MAX_LENGTH, MAX_CHARACTERS - characters));
      characters += code?.length ?? 0;
      return code;
    },
  };
}
