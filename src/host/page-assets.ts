import type { PageAssets } from "#core/model/page-assets.ts";
import { UserError } from "#core/model/user-error.ts";

import { createFiles } from "./files/files.ts";
import { besideBundle } from "./files/find-project.ts";

/** The built page of the HTML report, which lies beside the bundle of `moduleUrl`. Throws a UserError where it does not. */
export async function readPageAssets(moduleUrl: string): Promise<PageAssets> {
  const files = createFiles(besideBundle(moduleUrl, "webview"));
  const [script, style, font] = await Promise.all([
    files.read("report.js"),
    files.read("report.css"),
    files.readBytes("codicon.ttf"),
  ]);
  if (script === undefined || style === undefined || font === undefined)
    throw new UserError("The page of the HTML report is not beside the program; install Portolan anew.");
  return { script, style, font };
}
