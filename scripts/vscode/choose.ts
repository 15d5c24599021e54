import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { CannotRun } from "./cannot-run.ts";

/** Where editor tests run: a downloaded desktop VS Code, or VS Code's server build with its workbench in a browser. */
export type Host = "desktop" | "server";

/** What the choice of a host depends on. */
export interface HostCircumstances {
  /** The environment variable `PORTOLAN_VSCODE`. */
  readonly setting: string | undefined;
  readonly isDesktopCached: () => boolean;
  /** Whether the server that desktop VS Code is downloaded from answers in that time; a refusal is a no, at once. */
  readonly answersWithinMs: (limitMs: number) => Promise<boolean>;
}

const answerLimitMs = 10_000;

/**
 * The host for this machine: what the setting says, else the desktop where it is at hand or can be downloaded, else the server build.
 * Throws {@link CannotRun} for a setting that is neither.
 */
export async function chooseHost({ setting, isDesktopCached, answersWithinMs }: HostCircumstances): Promise<Host> {
  if (setting === "desktop" || setting === "server") return setting;
  if (setting) throw new CannotRun(`PORTOLAN_VSCODE is "${setting}": set it to desktop or server, or unset it.`);
  return isDesktopCached() || (await answersWithinMs(answerLimitMs)) ? "desktop" : "server";
}

/** {@link chooseHost}'s answer to the circumstances of this machine, for the checkout at `root`. */
export function chooseHostHere(root: string): Promise<Host> {
  return chooseHost({
    setting: process.env["PORTOLAN_VSCODE"],
    isDesktopCached: () => desktopCacheFolders(root).some(holdsDownload),
    answersWithinMs: updateServerAnswers,
  });
}

/** Where a downloaded desktop VS Code may lie: our own cache first, then the one that other tools share. */
export function desktopCacheFolders(root: string): readonly [string, string] {
  return [join(root, ".cache", "vscode-desktop"), join(root, ".vscode-test")];
}

/** Whether a folder holds a complete download as @vscode/test-electron leaves it: `vscode-<platform>-<version>/is-complete`. */
export function holdsDownload(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some(
    (name) => name.startsWith("vscode-") && existsSync(join(folder, name, "is-complete")),
  );
}

async function updateServerAnswers(limitMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(limitMs);
  return fetch("https://update.code.visualstudio.com/api/releases/stable", { method: "HEAD", signal }).then(
    (response) => response.ok,
    () => false,
  );
}
