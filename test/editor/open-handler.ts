import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Locator } from "playwright-core";

import type { Window } from "../../scripts/vscode/window.ts";

/** The Rust handlers of nodes in the example. */
export const RUST_NODES = "core-server-rs/src/routes/nodes.rs";

/** Opens the example's Rust file of nodes, in a copy of it, at `list_nodes`, whose lenses are then in view. */
export function openHandler({ openFile }: Pick<Window, "openFile">, workspace: string): Promise<Locator> {
  const before = readFileSync(join(workspace, RUST_NODES), "utf8").split("pub async fn list_nodes")[0] ?? "";
  return openFile(`${RUST_NODES}:${before.split("\n").length}`);
}
