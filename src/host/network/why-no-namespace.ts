import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import type { SystemAbilities } from "../processes/system-abilities.ts";
import { namespaceCommand } from "./namespace-command.ts";

/** Settings of Linux that forbid user namespaces, and what each means. */
const SETTINGS = [
  {
    file: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    forbids: "1",
    reason: "AppArmor restricts user namespaces here (kernel.apparmor_restrict_unprivileged_userns is 1)",
  },
  {
    file: "/proc/sys/kernel/unprivileged_userns_clone",
    forbids: "0",
    reason: "user namespaces are switched off (kernel.unprivileged_userns_clone is 0)",
  },
  {
    file: "/proc/sys/user/max_user_namespaces",
    forbids: "0",
    reason: "user namespaces are switched off (user.max_user_namespaces is 0)",
  },
] as const;

/** Why no command can run in a network of its own on this machine, as a clause, found out by trying; undefined where one can. */
export async function whyNoNamespace({ hasNamespaces }: SystemAbilities): Promise<string | undefined> {
  if (!hasNamespaces) return "only Linux has the network namespaces for it";
  const { file, args } = namespaceCommand("true");
  const trial = spawn(file, args, { stdio: ["pipe", "ignore", "pipe"] });
  trial.stdin.on("error", () => undefined);
  trial.stdin.end("\n");
  const [said, code] = await Promise.all([
    text(trial.stderr),
    once(trial, "close").then(
      ([exit]: unknown[]) => exit,
      () => "missing",
    ),
  ]);
  if (code === 0) return undefined;
  if (code === "missing") return "the program `unshare` (util-linux) is not installed";
  for (const { file: setting, forbids, reason } of SETTINGS) {
    const value = await readFile(setting, "utf8").catch(() => "");
    if (value.trim() === forbids) return reason;
  }
  return `the system refused: ${said.trim().split("\n").at(-1) ?? ""}`;
}
