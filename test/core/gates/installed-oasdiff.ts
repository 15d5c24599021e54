import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** The folder of an oasdiff: one on PATH, or where `go install github.com/oasdiff/oasdiff@v1.38.0` puts it. */
export function installedOasdiff(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), join(homedir(), "go/bin")];
  return folders.find((folder) => {
    try {
      accessSync(join(folder, "oasdiff"), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
