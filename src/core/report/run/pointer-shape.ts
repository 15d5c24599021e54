import { effectPlace } from "#core/model/run/effect-place.ts";
import type { Difference } from "#core/model/run/difference.ts";
import { placeText } from "#core/model/place.ts";

/** Decimal numbers, UUIDs (RFC 9562), and hexadecimal of eight digits or more that has a decimal one. */
const INDEX_OR_ID = /^(?:\d+|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|(?=[\da-f]*\d)[\da-f]{8,})$/i;

/** How the empty pointer is called. */
export const WHOLE_BODY = "the whole body";

/** A JSON pointer (RFC 6901) in which a star stands for each array index and each id: `/items/0` → `/items/*`. */
export function pointerShape(pointer: string): string {
  return pointer
    .split("/")
    .map((part) => (INDEX_OR_ID.test(part) ? "*" : part))
    .join("/");
}

/** The shape of the place where two sides differ, both shapes where the sides' differ; empty for the status. */
export function differenceShape({ part, pointers }: Difference): string {
  if (part === "status") return "";
  const found = [pointers.python, pointers.rust].filter((pointer) => pointer !== undefined);
  const shapes = found.map((pointer) => (part === "header" ? pointer : pointerShape(pointer)));
  return [...new Set(shapes)].map((shape) => (shape === "" ? WHOLE_BODY : shortened(shape))).join(" → ");
}

/**
 * Where two sides differ: `/items/0/id`, `database /nodes/updated/0/name (id = 7)`, both pointers where they differ,
 * shortened where they are long; empty for the status.
 */
export function differenceWhere({ part, pointers, row }: Difference): string {
  if (part === "status") return "";
  const found = [pointers.python, pointers.rust].filter((pointer) => pointer !== undefined);
  const where = [...new Set(found)].map((pointer) => (pointer === "" ? WHOLE_BODY : shortened(pointer))).join(" → ");
  return part === "effect" ? `${effectPlace(where)}${row === undefined ? "" : ` (${row})`}` : where;
}

/** A page would be filled by a longer one. */
const LONGEST_POINTER = 300;

/** A long pointer's beginning and end. */
function shortened(pointer: string): string {
  if (pointer.length <= LONGEST_POINTER) return pointer;
  const half = LONGEST_POINTER / 3;
  const parts = pointer.split("/").length - 1;
  return `${pointer.slice(0, half).toWellFormed()}…${pointer.slice(-half).toWellFormed()} (${parts} levels)`;
}

/** Where the fields stand that wrote the two values, Rust first: `Rust field at src/nodes.rs:12:5`. */
export function fieldPlaces({ places }: Difference): readonly string[] {
  return [
    ...(places?.rust === undefined ? [] : [`Rust field at ${placeText(places.rust)}`]),
    ...(places?.python === undefined ? [] : [`Python field at ${placeText(places.python)}`]),
  ];
}
