import type { FrameworkWords } from "../../values/vocabulary.ts";

/** Words of axum, and of crates whose routers are axum's or are called as axum's are. */
export const AXUM_WORDS: FrameworkWords = {
  crates: ["axum", "axum_extra", "utoipa_axum", "aide", "okapi_operation", "rovo"],
  globNames: ["routing", "router", "Router", "MethodRouter", "OpenApiRouter", "ApiRouter"],
  routerTypes: ["Router", "OpenApiRouter", "ApiRouter"],
  declaring: ["utoipa", "MethodRouter"],
};

/** Crates that have axum's names: loco is built on it and hands them on. */
export const HAVE_AXUM: ReadonlySet<string> = new Set([...AXUM_WORDS.crates, "loco_rs"]);
