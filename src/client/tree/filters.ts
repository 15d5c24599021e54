import type { Status } from "#core/model/ledger.ts";

/** What the tree can be narrowed to; `all` narrows nothing. */
export const FILTERS = ["all", "differs", "failed", "stale", "unported"] as const satisfies readonly (Status | "all")[];

export type Filter = (typeof FILTERS)[number];

/** What the view says above its rows; nothing where all is shown. */
export const FILTER_TEXTS: Readonly<Record<Filter, string>> = {
  all: "",
  differs: "Only endpoints that differ are shown.",
  failed: "Only endpoints that could not be compared are shown.",
  stale: "Only endpoints that changed since their last verdict are shown.",
  unported: "Only endpoints that are not ported are shown.",
};
