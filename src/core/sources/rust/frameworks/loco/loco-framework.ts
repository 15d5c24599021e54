import { AXUM_DIALECT } from "../axum/dialect.ts";
import type { RustFramework } from "../framework.ts";
import { loco } from "./loco.ts";

/** loco, which has builders of its own over axum. */
export const LOCO: RustFramework = {
  names: loco.routers,
  words: { crates: ["loco_rs"], globNames: ["Routes", "AppRoutes"], routerTypes: [], declaring: [] },
  dialect: AXUM_DIALECT,
  model: loco,
};
