import type { GateResult } from "#core/model/gates/gate.ts";
import { placeText } from "#core/model/place.ts";
import { findingText } from "../findings/finding-text.ts";
import { pathInRepository } from "../findings/report-place.ts";
import { type JunitEnding, junitCounts, xmlAttribute, xmlText } from "../layout/xml-text.ts";
import type { GateReport } from "./gate-report.ts";

/**
 * Gates as JUnit XML: a suite a gate, a test for what it looked at, a failed one for each error. A gate that could not be run is
 * a skipped test. Nothing names a time.
 */
export function gateJunit({ results, folder }: GateReport): string {
  const suites = results.map((result) => ({ name: result.name, tests: testsOf(result, folder) }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="portolan"${junitCounts(suites.flatMap(({ tests }) => tests.map(({ kind }) => kind)))}>`,
    ...suites.flatMap(({ name, tests }) => [
      `  <testsuite${xmlAttribute("name", name)}${junitCounts(tests.map(({ kind }) => kind))}>`,
      ...tests.map(({ xml }) => `    ${xml}`),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Test {
  readonly kind: JunitEnding;
  readonly xml: string;
}

function testsOf({ name, outcome, checked, findings }: GateResult, folder: string): readonly Test[] {
  if (outcome.kind === "not-run") {
    const xml = `<testcase${xmlAttribute("name", "can be run")}${xmlAttribute("classname", name)}><skipped${xmlAttribute("message", outcome.reason)}/></testcase>`;
    return [{ kind: "skipped", xml }];
  }
  const looked = checked.map((text): Test => {
    return { kind: "passed", xml: `<testcase${xmlAttribute("name", text)}${xmlAttribute("classname", name)}/>` };
  });
  const failed = findings
    .filter(({ severity }) => severity === "error")
    .map((finding): Test => {
      const { place } = finding;
      const file = place === undefined ? "" : xmlAttribute("file", pathInRepository(folder, place.file));
      const at = place === undefined ? finding.code : `${finding.code} ${placeText(place)}`;
      const message = findingText(finding);
      const failure = `<failure${xmlAttribute("message", message)} type="finding">${xmlText(message)}</failure>`;
      const xml = `<testcase${xmlAttribute("name", at)}${xmlAttribute("classname", name)}${file}>${failure}</testcase>`;
      return { kind: "failure", xml };
    });
  return [...looked, ...failed];
}
