import type { Difference } from "./difference.ts";

/**
 * Whether a difference of a case is there only because the two statuses differ: another status has another body, other
 * headers and another effect. Headers of CORS are set around every answer and stand for themselves. Where the other
 * status fails nothing, nothing hides behind it.
 */
export function followsStatus(
  { part, pointers }: Pick<Difference, "part" | "pointers">,
  differences: readonly Difference[],
): boolean {
  if (part === "status") return false;
  if (part === "header" && (pointers.python ?? pointers.rust ?? "").startsWith("access-control-")) return false;
  return differences.some((each) => each.part === "status" && each.severity !== "cosmetic");
}
