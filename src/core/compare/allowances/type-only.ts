import type { AllowanceKind } from "./allowance-kind.ts";

/** `type only` */
export const TYPE_ONLY: AllowanceKind<true> = {
  role: "swallow",
  meaning: () => "Only the JSON type is compared.",
  servesHeaders: true,
  proposes: () => [true],
};
