import { text } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";

/** `keyed by: code` */
export const KEYED_BY: AllowanceKind<string> = {
  role: "order",
  meaning: (name) =>
    name === undefined
      ? "The order of elements does not count; they are found again by this member."
      : `Elements are found again by \`${name}\`, in any order.`,
  servesHeaders: false,
  shape: text,
};
