/** Crates whose `Router` and `get` are axum's, or are called as axum's are. */
export const FRAMEWORK_CRATES: ReadonlySet<string> = new Set([
  "axum",
  "axum_extra",
  "utoipa_axum",
  "aide",
  "loco_rs",
  "okapi_operation",
  "rovo",
]);

/** What paths begin with after `use axum::*`. */
export const FRAMEWORK_NAMES: ReadonlySet<string> = new Set([
  "routing",
  "router",
  "Router",
  "MethodRouter",
  "OpenApiRouter",
  "ApiRouter",
  "Routes",
  "AppRoutes",
]);
