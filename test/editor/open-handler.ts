import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Locator } from "playwright-core";

import type { TestWindow } from "./open-window.ts";

/** The Rust handlers of nodes in the example. */
export const RUST_NODES = "core-server-rs/src/routes/nodes.rs";

/** Opens the example's Rust file of nodes at `list_nodes`, whose lenses are then in view. */
export function openHandler(window: TestWindow): Promise<Locator> {
  const before = readFileSync(join(window.workspace, RUST_NODES), "utf8").split("pub async fn list_nodes")[0] ?? "";
  return window.openFile(`${RUST_NODES}:${before.split("\n").length}`);
}
