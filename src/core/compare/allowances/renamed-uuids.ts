import { STRING, stringOf } from "#core/text/json/json-document.ts";
import type { AllowanceKind } from "./allowance-kind.ts";

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** `renamed uuids` */
export const RENAMED_UUIDS: AllowanceKind<true> = {
  role: "value",
  meaning: () =>
    "UUIDs may be others, also within texts, if one renaming explains them all in a run; with `$..*` every UUID anywhere.",
  servesHeaders: true,
  concerns: (kind) => kind === STRING,
  isAbout: ({ python, pythonNode, rust, rustNode }) =>
    [stringOf(python, pythonNode), stringOf(rust, rustNode)].some((text) => text.search(UUID) >= 0),
  blank: (text) => text.replaceAll(UUID, "\u0000"),
};
