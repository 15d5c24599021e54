import type { RustSetUp } from "#core/model/sources/framework-set-up.ts";

/** A crate that builds a `Rocket` and launches it. */
export const ROCKET_SET_UP: RustSetUp = {
  title: "Rocket",
  package: "rocket",
  serves: /#\[(?:rocket::)?launch\]|\brocket::(?:build|custom)\(|\.launch\(\)/,
};
