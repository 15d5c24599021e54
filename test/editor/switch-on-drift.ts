import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { withDrift } from "../../scripts/drift-project.ts";
import type { TestWindow } from "./open-window.ts";

/** Makes the Rust server of a window's workspace wrong in one way, as a user would by its project file. Gives that file's path. */
export function switchOnDrift(drift: string, { workspace }: Pick<TestWindow, "workspace">): string {
  const file = join(workspace, "portolan.yaml");
  writeFileSync(file, withDrift(readFileSync(file, "utf8"), drift));
  return file;
}
