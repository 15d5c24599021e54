import type { PageAssets } from "#core/model/page-assets.ts";

import { hashSource } from "../layout/hash-source.ts";
import { htmlPage } from "../layout/html-page.ts";
import { runRecord } from "./run-record.ts";
import type { RunReport } from "./run-report.ts";

/**
 * A run as one HTML page that needs nothing else: the panel's own components with the run's record inside. Nothing
 * is loaded, and nothing runs but the one script, which the policy names by its hash (CSP level 3). The times stand
 * in a block of their own, so that the rest has the same bytes where the servers answer the same.
 */
export async function runHtml(report: RunReport, assets: PageAssets): Promise<string> {
  const { times, ...run } = runRecord(report);
  const script = insideElement(assets.script, "script");
  const style = insideElement(withFont(assets), "style");
  const policy = [
    "default-src 'none'",
    `script-src '${await hashSource(script)}'`,
    `style-src '${await hashSource(style)}'`,
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return htmlPage({
    title: "Parity report",
    policy,
    style,
    body: `<div id="report"></div>
<noscript>This report is drawn by a script inside of this page; allow it to run, or ask for the report as Markdown.</noscript>
<script type="application/json" id="run">${dataText(run)}</script>
<script type="application/json" id="times">${dataText(times)}</script>
<script>${script}</script>`,
  });
}

/** The font lies beside the style sheet, for the panel too; a page of its own has nothing beside it. */
function withFont({ style, font }: PageAssets): string {
  const bytes = Array.from(font, (byte) => String.fromCharCode(byte)).join("");
  return style.replace(/\.\/codicon\.ttf(?:\?\w+)?/, () => `data:font/ttf;base64,${btoa(bytes)}`);
}

/** JSON that cannot end the element it stands in, nor begin a comment there, and has no line end but LF. */
function dataText(value: object): string {
  return JSON.stringify(value)
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);
}

/**
 * Script or style that cannot end its element nor begin what HTML takes for a comment in it: in the texts of both
 * languages a backslash before such a character changes nothing.
 */
function insideElement(text: string, element: "script" | "style"): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(new RegExp(`</(?=${element})`, "gi"), String.raw`<\/`)
    .replaceAll("<!--", String.raw`<\!--`);
}
