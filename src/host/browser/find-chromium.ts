import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium to drive: the one that the variable `CHROMIUM` names, or an installed one. Undefined where there is
 * none, also where the named one cannot be executed.
 */
export async function findChromium(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const named = environment["CHROMIUM"];
  if (named !== undefined && named !== "") return (await isExecutable(named)) ? named : undefined;
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => COMMANDS.map((name) => join(folder, name)));
  for (const path of [...onPath, ...USUAL_PLACES]) if (await isExecutable(path)) return path;
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
