import type { Status } from "#core/model/ledger.ts";
import type { Paint } from "./paint.ts";

type Colour = Exclude<keyof Paint, "bold">;

/** A sign and a colour for each status; the sign alone tells them apart in groups, the word in full. */
const MARKS: Readonly<Record<Status, readonly [sign: string, colour: Colour]>> = {
  kept: ["–", "dim"],
  "not-comparable": ["–", "dim"],
  unported: ["○", "yellow"],
  "rust-only": ["+", "cyan"],
  "contract-only": ["?", "yellow"],
  stub: ["◌", "yellow"],
  "no-cases": ["·", "yellow"],
  ported: ["◐", "cyan"],
  stale: ["↻", "yellow"],
  verified: ["✓", "green"],
  differs: ["✗", "red"],
  failed: ["!", "red"],
};

/** `✓ verified`, painted. */
export function statusText(status: Status, paint: Paint): string {
  const [sign, colour] = MARKS[status];
  return paint[colour](`${sign} ${status}`);
}
