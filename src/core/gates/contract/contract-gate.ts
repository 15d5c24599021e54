import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Gate, GateContext, GateReport } from "../gate.ts";
import { committedFindings } from "./committed-findings.ts";
import { exportSteadily } from "./export-steadily.ts";

/**
 * The contract that clients are generated from is what the Rust server says of itself: its export is, byte for byte, the
 * document that is committed, wherever and whenever it is made. What the ledger knows of routes and contract counts too.
 */
export const contractGate: Gate = {
  name: "contract",
  question: "Does the committed contract say what the servers do?",
  whyNot: ({ contract, servers, file }) => {
    if (contract === undefined) return `${file} names no \`contract\`; commit the document and name it there.`;
    if (contract.startsWith(".portolan/")) return `The contract ${contract} is not committed; name one in ${file}.`;
    return SIDES.some((side) => servers[side].export !== undefined)
      ? undefined
      : `No server has an \`export\`, a command that prints its OpenAPI document; write \`servers.rust.export\` in ${file}.`;
  },
  run: async (context) => {
    const owner = ownerOf(context);
    const reports = [await ownerReport(context, owner)];
    for (const side of SIDES) if (side !== owner) reports.push(await otherReport(context, side));
    reports.push(pairingReport(context));
    return {
      checked: reports.flatMap(({ checked }) => checked),
      findings: reports.flatMap(({ findings }) => findings),
    };
  },
};

/** The side whose export is committed: Rust's, which takes the contract over, where it exports at all. */
function ownerOf({ project: { servers } }: GateContext): Side {
  return servers.rust.export === undefined ? "python" : "rust";
}

async function ownerReport(context: GateContext, side: Side): Promise<GateReport> {
  const exported = await exportSteadily(context, side);
  if (exported.text === undefined) return exported;
  const { contract = "" } = context.project;
  const committed = await context.ports.files.read(contract);
  const findings =
    committed === undefined ? [missing(contract)] : committedFindings({ contract, committed, side }, exported.text);
  return {
    checked: [...exported.checked, `${contract} against it, byte for byte`],
    findings: [...exported.findings, ...findings],
  };
}

async function otherReport(context: GateContext, side: Side): Promise<GateReport> {
  if (context.project.servers[side].export === undefined) return { checked: [], findings: [] };
  return exportSteadily(context, side);
}

/** Codes of findings that say that contract and routes do not fit. */
const PAIRING = /^(?:contract-|status-undeclared$|parameter-)/;

function pairingReport({ findings }: GateContext): GateReport {
  const own = findings.filter(({ code, severity }) => severity !== "information" && PAIRING.test(code));
  return {
    checked: ["the routes of both servers against the contract"],
    findings: own.map((finding) => ({ ...finding, severity: "error" })),
  };
}

function missing(file: string): Finding {
  return { code: "contract-missing", severity: "error", facts: { file } };
}
