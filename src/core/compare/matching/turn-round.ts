import { NONE } from "#core/text/json/json-document.ts";

/** Of a list of pairs, each two nodes, turns those from `start` on round: what is taken from the end then comes first to last. */
export function turnRound(waiting: number[], start: number): void {
  let low = start;
  let high = waiting.length - 2;
  for (; low < high; low += 2, high -= 2) {
    const python = waiting[low] ?? NONE;
    const rust = waiting[low + 1] ?? NONE;
    waiting[low] = waiting[high] ?? NONE;
    waiting[low + 1] = waiting[high + 1] ?? NONE;
    waiting[high] = python;
    waiting[high + 1] = rust;
  }
}
