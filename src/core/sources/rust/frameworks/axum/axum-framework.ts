import type { RustFramework } from "../framework.ts";
import { axum } from "./axum.ts";
import { AXUM_DIALECT } from "./dialect.ts";
import { AXUM_SET_UP } from "./set-up.ts";
import { AXUM_WORDS } from "./words.ts";

/** axum, its companions, and crates whose routers are called as axum's are. */
export const AXUM: RustFramework = {
  names: axum.routers,
  words: AXUM_WORDS,
  dialect: AXUM_DIALECT,
  model: axum,
  setUp: AXUM_SET_UP,
};
