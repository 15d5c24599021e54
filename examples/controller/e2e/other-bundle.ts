import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A bundle of a newer version: the same as this one, but for a word in its page. Returns its folder. */
export function withOtherPage(bundle: string, folder: string): string {
  cpSync(bundle, folder, { recursive: true });
  const page = join(folder, "dashboard", "index.html");
  writeFileSync(page, readFileSync(page, "utf8").replace("</body>", "<!-- A newer page --></body>"));
  const file = join(folder, "bundle.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { version: string; files: Record<string, string> };
  manifest.version += "-newer";
  manifest.files["dashboard/index.html"] = createHash("sha256").update(readFileSync(page)).digest("hex");
  // The packed forms are those of the page before.
  for (const packed of ["dashboard/index.html.br", "dashboard/index.html.gz"]) {
    rmSync(join(folder, packed));
    delete manifest.files[packed];
  }
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}
