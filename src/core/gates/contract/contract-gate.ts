import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Gate, GateContext, GateReport } from "../gate.ts";
import { bothExportsReport } from "./both-exports.ts";
import { committedFindings } from "./committed-findings.ts";
import { pythonsAlone } from "./pythons-alone.ts";
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
    const exports: Partial<Record<Side, string>> = {};
    const reports: GateReport[] = [];
    // The owner's first: it is the one that is committed.
    for (const side of [owner, ...SIDES.filter((each) => each !== owner)]) {
      if (context.project.servers[side].export === undefined) continue;
      const exported = await exportSteadily(context, side);
      reports.push(exported);
      if (exported.text !== undefined) exports[side] = exported.text;
      if (side === owner && exported.text !== undefined)
        reports.push(await committedReport(context, side, exported.text));
    }
    const { python, rust } = exports;
    if (python !== undefined && rust !== undefined) reports.push(await bothExportsReport(context, { python, rust }));
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

async function committedReport(context: GateContext, side: Side, exported: string): Promise<GateReport> {
  const { contract = "" } = context.project;
  const committed = await context.ports.files.read(contract);
  return {
    checked: [`${contract} against ${side === "rust" ? "Rust" : "Python"}'s export, byte for byte`],
    findings:
      committed === undefined ? [missing(contract)] : committedFindings({ contract, committed, side }, exported),
  };
}

/** Codes of findings that say that contract and routes do not fit. */
const PAIRING = /^(?:contract-|status-undeclared$|parameter-)/;

function pairingReport(context: GateContext): GateReport {
  const alone = new Set(pythonsAlone(context).map(({ key }) => key));
  const own = context.findings.filter(({ code, severity, endpoint }) => {
    if (code === "contract-lacks-route" && endpoint !== undefined && alone.has(endpoint)) return false;
    return severity !== "information" && PAIRING.test(code);
  });
  const without = alone.size === 0 ? "" : `, without ${alone.size} that only Python serves`;
  return {
    checked: [`the routes of both servers against the contract${without}`],
    findings: own.map((finding) => ({ ...finding, severity: "error" })),
  };
}

function missing(file: string): Finding {
  return { code: "contract-missing", severity: "error", facts: { file } };
}
