import { execFileSync } from "node:child_process";
import { dirname } from "node:path";

import { packExtension } from "./vsix.ts";

/** `npm run package`: builds portolan-VERSION.vsix and lists what lies in it. */
const root = dirname(import.meta.dirname);

execFileSync(process.execPath, ["esbuild.config.mjs"], { cwd: root, stdio: "inherit" });
packExtension(root);
