import type { RustDialect } from "../routes/rust-dialect.ts";
import { vocabularyOf } from "../values/vocabulary.ts";
import { AXUM } from "./axum/axum-framework.ts";
import type { RustFramework } from "./framework.ts";
import { LOCO } from "./loco/loco-framework.ts";
import { ROCKET } from "./rocket/rocket-framework.ts";

/** The Rust frameworks whose routes are read; one more is a folder and a line here. */
export const RUST_FRAMEWORKS: readonly RustFramework[] = [AXUM, LOCO, ROCKET];

/** What the reader, and what follows the code, know of frameworks by their words. */
export const RUST_VOCABULARY = vocabularyOf(RUST_FRAMEWORKS.map(({ words }) => words));

/** How the framework that a router tells writes paths. */
export function rustDialect(name: string): RustDialect {
  const found = RUST_FRAMEWORKS.find(({ names }) => names.includes(name));
  if (!found) throw new Error(`No framework is called ${name}`);
  return found.dialect;
}
