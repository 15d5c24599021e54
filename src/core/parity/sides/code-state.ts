import type { ServerSettings } from "#core/model/project.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";

import type { ParityPorts } from "../preparation.ts";

/**
 * A text that differs when a running server no longer is what would be started now: another file in its folder, or
 * another file of variables, or another program named in its start command (a binary that the build made stands in a folder that `files` leaves out).
 * It errs towards a restart.
 */
export async function codeStateOf(settings: ServerSettings, ports: Pick<ParityPorts, "files">): Promise<string> {
  const files = withoutUnreadable(ports.files);
  const sources = await files.list(settings.folder, [""]);
  const programs = (settings.start ?? "")
    .split(/\s+/)
    .filter((word) => word.includes("/") && !word.includes("$"))
    .map((word) => (word.startsWith("/") ? word : `${settings.folder}/${word}`));
  const variables = settings.environmentFile?.kind === "file" ? [settings.environmentFile.path] : [];
  const stamps = await Promise.all(
    [...sources, ...variables, ...programs].map(async (file) => `${file} ${(await files.stamp(file)) ?? "-"}`),
  );
  return stamps.join("\n");
}
