import type { Gate } from "#core/gates/gate.ts";
import { GATES } from "#core/gates/gates.ts";
import type { GateEvent, GateResult, GateState } from "#core/model/gates/gate.ts";
import { UserError } from "#core/model/user-error.ts";
import { createMinting } from "#core/parity/identities/minting.ts";
import { fillInProject } from "#core/parity/sides/fill-in-project.ts";
import type { Ports } from "#core/ports.ts";
import type { SecretGate } from "#core/secrets/secret-gate.ts";
import { contextOf } from "#core/session/gates/gate-context.ts";
import { keptGates } from "#core/session/kept/gate-store.ts";
import type { ProjectState } from "#core/session/reading.ts";

export interface GateSurroundings {
  /** With the gate for secrets at each. */
  readonly ports: Ports;
  readonly gate: SecretGate;
  readonly signal: AbortSignal;
  readonly show: (event: GateEvent) => void;
}

/**
 * Runs the gates of these names, all where none is named, in the order of the table. Throws a UserError where there is
 * no such gate or the project cannot be used, and when the signal aborts.
 */
export async function runGates(
  names: readonly string[],
  state: ProjectState,
  { ports, gate, signal, show }: GateSurroundings,
): Promise<readonly GateResult[]> {
  const { project: written, findings, ledger } = state;
  const isNamed = ({ name }: Gate): boolean => names.includes(name);
  const isAll = names.length === 0 || GATES.some((each) => each.isLast === true && isNamed(each));
  const gates = GATES.filter((each) => isAll || isNamed(each));
  const unknown = names.find((name) => GATES.every((each) => each.name !== name));
  if (unknown !== undefined) {
    throw new UserError(`There is no gate ${unknown}; there are ${GATES.map(({ name }) => name).join(", ")}.`);
  }
  if (written === undefined) {
    throw new UserError("The project file cannot be used; `portolan ledger` says what is wrong with it.");
  }
  const project = fillInProject(written, ports.secrets, createMinting(ports.webTokens, ports.clock));
  gate.learnProject(project);
  const operations = ledger.rows.flatMap(({ operation }) => operation ?? []);
  const results: GateResult[] = [];
  const begin = ports.clock.elapsed();
  const elapsedMs = (): number => ports.clock.elapsed() - begin;
  for (const each of gates) {
    const { name } = each;
    show({ kind: "gate-started", name });
    let last: string | undefined;
    const step = (text: string): void => {
      // A build tells how far it is again and again.
      if (text === last) return;
      last = text;
      show({ kind: "gate-step", name, text: gate.text(text) });
    };
    const context = contextOf({
      project,
      written,
      state,
      gate,
      ports,
      findings,
      ledger,
      operations,
      signal,
      step,
      results,
      elapsedMs,
    });
    const reason = each.whyNot(project);
    const result: GateResult = reason === undefined ? ended(name, await each.run(context)) : notRun(name, reason);
    signal.throwIfAborted();
    const shown = { ...result, findings: result.findings.map((finding) => gate.finding(finding)) };
    show({ kind: "gate-ended", result: shown });
    results.push(shown);
  }
  return results;
}

/** All gates of a project as they stand; none where it cannot be used. */
export async function gateStates(
  { project }: Pick<ProjectState, "project">,
  ports: Pick<Ports, "files">,
): Promise<readonly GateState[]> {
  if (project === undefined) return [];
  const kept = await keptGates(ports);
  return GATES.map((gate): GateState => {
    const { name, question } = gate;
    const reason = gate.whyNot(project);
    const last = kept.get(name);
    return { name, question, ...(reason !== undefined && { whyNot: reason }), ...(last && { last }) };
  });
}

function ended(name: string, { checked, findings }: Pick<GateResult, "checked" | "findings">): GateResult {
  const hasErrors = findings.some(({ severity }) => severity === "error");
  return { name, outcome: { kind: hasErrors ? "failed" : "passed" }, checked, findings };
}

function notRun(name: string, reason: string): GateResult {
  return { name, outcome: { kind: "not-run", reason }, checked: [], findings: [] };
}
