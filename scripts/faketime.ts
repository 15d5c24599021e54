import { turnedClock } from "../src/host/processes/turned-clock.ts";
import { installDebianPackage } from "./debian-package.ts";

/** Gets libfaketime where it is missing and can be had. A test says what the gate does without it, so that nothing stops there. */
export async function findOrInstallFaketime(log: (line: string) => void): Promise<void> {
  if ((await turnedClock("2000-01-01T00:00:00Z")) !== undefined) return;
  await installDebianPackage("libfaketime", "less than 1 MB", log);
}
