import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { GateResult } from "#core/model/gates/gate.ts";
import type { ReleaseSettings } from "#core/model/gates/gate-settings.ts";
import type { Place } from "#core/model/place.ts";
import type { Release, ReleaseEndpoint, ReleaseGate } from "#core/model/gates/release.ts";
import { PORTOLAN_VERSION } from "#core/model/version.ts";
import { attachedSides } from "#core/model/attached.ts";
import type { Gate, GateContext, GateReport } from "../gate.ts";
import { calledIn, type CalledEndpoints } from "./called-endpoints.ts";
import type { ParityEvidence } from "./parity-evidence.ts";

/**
 * The servers may be switched to exactly this program with exactly this contract: all other gates pass, and what the milestones
 * and the clients ask for is verified on Rust or stays with Python by the project file. What holds is written into one file;
 * what does not takes an older one away.
 */
export const releaseGate: Gate = {
  name: "release",
  question: "May exactly this program be installed?",
  isLast: true,
  whyNot: ({ gates, file, contract, ...project }) => {
    if (gates?.release === undefined)
      return `${file} does not say what is released; write \`gates: { release: { binary: FILE } }\`.`;
    if (contract === undefined) return `${file} names no \`contract\`; commit the document and name it there.`;
    const attached = attachedSides(project);
    return attached.length === 0
      ? undefined
      : `\`servers.${attached.join("` and `servers.")}\` is attached, so that nobody knows which program answers.`;
  },
  run: async (context) => {
    const settings = context.project.gates?.release;
    if (settings === undefined) return { checked: [], findings: [] };
    const begin = context.ports.clock.elapsed();
    const report = await judge(context, settings);
    if (report.findings.some(({ severity }) => severity === "error")) {
      await context.removeRelease(settings.file);
      return report;
    }
    const durationMs = Math.round(context.elapsedMs() + context.ports.clock.elapsed() - begin);
    const at = new Date(context.ports.clock.now()).toISOString();
    await context.writeRelease(settings.file, { ...report.release, times: { at, durationMs } });
    return { checked: [...report.checked, `written: ${settings.file}`], findings: report.findings };
  },
};

interface Judged extends GateReport {
  readonly release: Omit<Release, "times">;
}

async function judge(context: GateContext, settings: ReleaseSettings): Promise<Judged> {
  const { project, ledger, operations, ports, step } = context;
  const { contract = "", file } = project;
  const fault = (code: string, facts: Finding["facts"], place: Place = settings.place): Finding => {
    return { code, severity: "error", place, facts };
  };
  const findings: Finding[] = [];
  const gates = gatesOf(context.results, settings, (code, facts) => findings.push(fault(code, facts)));
  const milestones = settings.milestones ?? project.milestones.map(({ name }) => name);
  for (const name of milestones.filter((each) => project.milestones.every((known) => known.name !== each))) {
    findings.push(fault("release-milestone-unknown", { name }));
  }
  const asked = project.milestones
    .filter(({ name }) => milestones.includes(name))
    .flatMap(({ endpoints }) => endpoints);
  step("what clients call");
  const listed = new Map(settings.calls.map(({ endpoint, place }) => [endpoint, place]));
  const found = await calledIn(ports.files, settings.clients, operations, project.gates?.client?.output);
  const called: CalledEndpoints = new Map([...found, ...listed]);
  const endpoints = [...new Set([...asked, ...called.keys()])].toSorted(byPath);
  if (endpoints.length === 0) findings.push(fault("release-nothing-asked", {}));
  const rows = new Map(ledger.rows.map((row) => [row.key, row]));
  const compared = endpoints.filter((key) => rows.has(key) && rows.get(key)?.status !== "kept");
  const contractBefore = await context.hashOf(contract);
  const evidence = compared.length === 0 ? undefined : await context.onParity(compared);
  const hashes = {
    binary: evidence?.program,
    contract: await context.hashOf(contract),
    project: await context.hashOf(file),
  };
  findings.push(...evidenceFindings(evidence, fault));
  if (hashes.contract === undefined || hashes.contract.sha256 !== contractBefore?.sha256) {
    findings.push(fault("release-contract-changed", { file: contract }));
  }
  const states = endpoints.flatMap((endpoint): readonly ReleaseEndpoint[] => {
    const row = rows.get(endpoint);
    const isCalled = called.has(endpoint);
    const place = row?.rust[0]?.place ?? row?.operation?.place ?? row?.python[0]?.place ?? called.get(endpoint);
    if (row === undefined) {
      findings.push(fault("release-endpoint-unknown", { endpoint }, called.get(endpoint)));
      return [];
    }
    if (row.status === "kept") return [{ endpoint, state: "kept", reason: row.keptReason ?? "", isCalled }];
    const verdict = evidence?.verdicts.find((each) => each.endpoint === endpoint);
    if (verdict?.verdict === "match" && verdict.cases > 0) {
      return [{ endpoint, state: "verified", cases: verdict.cases, isCalled }];
    }
    // A run that did not come about says it once.
    if (evidence?.outcome.kind !== "completed") return [];
    const why = whyNotVerified(endpoint, evidence);
    findings.push({
      ...fault(
        "release-not-verified",
        { endpoint: `${row.method} ${row.path}`, why, called: isCalled ? "a client calls it" : "" },
        place,
      ),
      endpoint,
    });
    return [];
  });
  return {
    checked: [
      `${context.results.length} gates`,
      `${counted(endpoints.length, "endpoint")}: ${asked.length} of ${counted(milestones.length, "milestone")}, ${called.size} that clients call`,
      ...(evidence === undefined
        ? []
        : [`parity of ${counted(compared.length, "endpoint")} with ${settings.binary}${programText(evidence)}`]),
    ],
    findings,
    release: {
      version: 1,
      portolan: PORTOLAN_VERSION,
      binary: { file: settings.binary, sha256: hashes.binary?.sha256 ?? "", bytes: hashes.binary?.bytes ?? 0 },
      contract: { file: contract, sha256: hashes.contract?.sha256 ?? "" },
      project: { file, sha256: hashes.project?.sha256 ?? "" },
      milestones,
      gates,
      endpoints: states,
    },
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function programText({ program }: ParityEvidence): string {
  if (program === undefined) return "";
  const hash = `, SHA-256 ${program.sha256.slice(0, 12)}…`;
  return program.isUnseen === true ? `${hash}; this system does not tell which program ran` : hash;
}

/** By path, then method. */
function byPath(one: EndpointKey, other: EndpointKey): number {
  const key = (endpoint: EndpointKey): string => endpoint.split(" ").toReversed().join(" ");
  return key(one) < key(other) ? -1 : 1;
}

/** The gates that ran before, as the release counts them; tells of each that keeps it back. */
function gatesOf(
  results: readonly GateResult[],
  { without }: ReleaseSettings,
  refuse: (code: string, facts: Finding["facts"]) => void,
): readonly ReleaseGate[] {
  return results.flatMap(({ name, outcome }): readonly ReleaseGate[] => {
    const reason = without[name];
    switch (outcome.kind) {
      case "passed":
        return [{ name, outcome: "passed" }];
      case "failed":
        refuse("release-gate-failed", { name });
        return [];
      case "not-run":
        if (reason !== undefined) return [{ name, outcome: "waived", reason }];
        refuse("release-gate-not-run", { name, reason: outcome.reason });
        return [];
    }
  });
}

function evidenceFindings(
  evidence: ParityEvidence | undefined,
  fault: (code: string, facts: Finding["facts"]) => Finding,
): readonly Finding[] {
  if (evidence === undefined) return [];
  const { outcome, errors } = evidence;
  if (outcome.kind !== "completed") {
    return [fault("release-parity-failed", { reason: outcome.kind === "failed" ? outcome.reason : "" })];
  }
  return errors;
}

/** A clause. */
function whyNotVerified(endpoint: EndpointKey, { verdicts, unported, withoutCases }: ParityEvidence): string {
  const verdict = verdicts.find((each) => each.endpoint === endpoint);
  if (verdict?.verdict === "differs") return `${verdict.cases - verdict.matched} of ${verdict.cases} cases differ`;
  if (verdict !== undefined) return verdict.reason ?? "it could not be compared";
  if (unported.includes(endpoint)) return "Rust does not serve it";
  return withoutCases.includes(endpoint) ? "it has no case" : "it was not compared";
}
