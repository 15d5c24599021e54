import { attachedSides, isReadOnly } from "#core/model/attached.ts";
import { type EndpointKey, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Project } from "#core/model/project.ts";
import type { ChosenScenario } from "#core/parity/run/run-scenario.ts";
import type { ChosenCases } from "#core/session/selection/choose-cases.ts";

/**
 * The cases that may be sent where a server is attached: without a command that puts its data back only those that read. An
 * endpoint that has no other is left out, with a finding; that the run proves less is told as well.
 */
export function casesForAttached(chosen: ChosenCases, project: Project): ChosenCases {
  const sides = attachedSides(project);
  if (sides.length === 0) return chosen;
  const servers = sides
    .map((side) => `${SIDE_NAMES[side]} at ${project.servers[side].attach?.origin ?? ""}`)
    .join(", ");
  const told: Finding = { code: "server-attached", severity: "information", facts: { servers } };
  if (!isReadOnly(project)) return { ...chosen, findings: [...chosen.findings, told] };
  const findings: Finding[] = [told];
  const scenarios = chosen.scenarios.filter((each) => !isWritingScenario(each));
  for (const { name } of chosen.scenarios.filter(isWritingScenario)) {
    findings.push({ code: "scenario-not-sent-to-attached", severity: "information", facts: { name } });
  }
  const inScenarios = new Set(scenarios.flatMap(endpointsOf));
  const leftOut = new Set(chosen.scenarios.filter(isWritingScenario).flatMap(endpointsOf));
  const endpoints = chosen.endpoints.flatMap((each) => {
    const { endpoint } = each;
    const cases = each.cases.filter(({ isWriting }) => !isWriting);
    const left = each.cases.length - cases.length;
    if (left > 0) {
      const facts = { cases: left };
      findings.push({ code: "case-not-sent-to-attached", severity: "information", endpoint, facts });
    }
    const hasLost = left > 0 || leftOut.has(endpoint);
    return hasLost && cases.length === 0 && !inScenarios.has(endpoint) ? [] : [{ ...each, cases }];
  });
  return { ...chosen, endpoints, scenarios, findings: [...chosen.findings, ...findings] };
}

/** Steps stand on one another: one that writes takes all with it. */
function isWritingScenario({ steps }: ChosenScenario): boolean {
  return steps.some(({ given }) => given.isWriting);
}

function endpointsOf({ steps }: ChosenScenario): readonly EndpointKey[] {
  return steps.map(({ given }) => given.endpoint);
}
