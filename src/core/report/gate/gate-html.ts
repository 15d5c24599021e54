import type { Finding } from "#core/model/finding.ts";
import type { GateResult } from "#core/model/gates/gate.ts";
import { placeText } from "#core/model/place.ts";
import { findingText } from "../findings/finding-text.ts";
import { hashSource } from "../layout/hash-source.ts";
import { htmlPage } from "../layout/html-page.ts";
import { visibleLines } from "../layout/visible.ts";
import { type GateReport, gateCounts, outcomeWords } from "./gate-report.ts";

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
section{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.5rem 0}
code{font:13px/1.5 ui-monospace,monospace}
.passed h2::before{content:"✓ ";color:light-dark(#1a7f37,#3fb950)}
.failed h2::before{content:"✗ ";color:light-dark(#cf222e,#f85149)}
.not-run h2::before{content:"– "}
h2{font-size:1.1rem;margin:.5rem 0}
li{margin:.25rem 0;overflow-wrap:anywhere;white-space:pre-line}
.looked{opacity:.75}`;

/** Gates as one HTML page that needs nothing else: no script runs in it, and nothing is loaded. The same results give the same bytes. */
export async function gateHtml({ results }: GateReport): Promise<string> {
  return htmlPage({
    title: "Gates",
    policy: ["default-src 'none'", `style-src '${await hashSource(STYLE)}'`, "base-uri 'none'", "form-action 'none'"],
    style: STYLE,
    body: `<h1>${escaped(gateCounts(results))}</h1>
${results.map((result) => section(result)).join("\n")}`,
  });
}

function section(result: GateResult): string {
  const { name, outcome, checked, findings } = result;
  const reason = outcome.kind === "not-run" ? `<p>${escaped(outcome.reason)}</p>` : "";
  return `<section class="${outcome.kind}" aria-label="${escaped(name)}">
<h2>${escaped(name)}</h2>
<p>${outcomeWords(result)}</p>${reason}
${list(
  "",
  findings.map((finding) => findingHtml(finding)),
)}
${list(
  ' class="looked"',
  checked.map((text) => `looked at: ${escaped(text)}`),
)}
</section>`;
}

function list(attributes: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul${attributes}>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

function findingHtml(finding: Finding): string {
  const place = finding.place === undefined ? "" : `<code>${escaped(placeText(finding.place))}</code> `;
  return `${place}${finding.severity}: ${escaped(findingText(finding))}`;
}

function escaped(text: string): string {
  return visibleLines(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
