import type { AllowanceKind } from "./allowance-kind.ts";

/** `unordered` */
export const UNORDERED: AllowanceKind<true> = {
  role: "order",
  meaning: () => "The order of the elements does not count.",
  servesHeaders: false,
};
