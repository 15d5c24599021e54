import type { AllowanceKind } from "./allowance-kind.ts";

/** `renamed keys` */
export const RENAMED_KEYS: AllowanceKind<true> = {
  role: "order",
  meaning: () =>
    "The names of an object's members are ids, which may be others under the one renaming of the run; members are found again by what they hold.",
  servesHeaders: false,
};
