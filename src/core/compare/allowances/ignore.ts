import type { AllowanceKind } from "./allowance-kind.ts";

/** `ignore` */
export const IGNORE: AllowanceKind<true> = {
  role: "swallow",
  meaning: () => "The value is not compared at all.",
  servesHeaders: true,
  proposes: () => [true],
};
