import type { Piece } from "./source-text.ts";

/** Of bodies, of which each comes before those within it, the outermost ones that are left out. */
export function outermost<T extends Piece>(bodies: readonly T[], isLeftOut: (body: T) => boolean): readonly T[] {
  const pieces: T[] = [];
  let end = 0;
  for (const body of bodies) {
    if (body.start < end || !isLeftOut(body)) continue;
    pieces.push(body);
    ({ end } = body);
  }
  return pieces;
}
