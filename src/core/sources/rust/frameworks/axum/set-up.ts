import type { RustSetUp } from "#core/model/sources/framework-set-up.ts";

/** A crate that serves with axum itself, or with hyper below it. */
export const AXUM_SET_UP: RustSetUp = {
  title: "axum",
  package: "axum",
  serves: /\baxum::serve\(|\bServer::bind\(|\bserve\(\s*listener\b|\baxum_server::/,
};
