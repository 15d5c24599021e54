import type { Finding } from "#core/model/finding.ts";
import type { ClientCommands } from "#core/model/gates/gate-settings.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Command } from "#core/ports.ts";
import type { Gate, GateContext, GateReport } from "../gate.ts";
import { clientFindings } from "./client-findings.ts";
import { placeInComplaint } from "./place-in-complaint.ts";
import { clientFiles } from "./client-files.ts";

/** The committed client is what its generator makes of the committed contract, and the code that uses it still fits. */
export const clientGate: Gate = {
  name: "client",
  question: "Is the committed client what the contract comes to?",
  whyNot: ({ gates, file }) =>
    gates?.client === undefined
      ? `${file} does not say how the client is generated; write \`gates: { client: { command: COMMAND, output: PATH } }\`, with \`\${output}\` in the command.`
      : undefined,
  run: async (context) => {
    const client = context.project.gates?.client;
    if (client === undefined) return { checked: [], findings: [] };
    const reports = [await generatedReport(context, client)];
    if (client.check !== undefined) reports.push(await checkReport(context, client, client.check));
    return {
      checked: reports.flatMap(({ checked }) => checked),
      findings: reports.flatMap(({ findings }) => findings),
    };
  },
};

function commandOf({ folder }: ClientCommands, line: string): Command {
  return { line, folder, world: { kind: "caller" }, environment: {} };
}

async function generatedReport(context: GateContext, client: ClientCommands): Promise<GateReport> {
  const { ports, operations, step, outputOf } = context;
  const checked = [`${client.output} against what \`${client.command}\` writes, byte for byte`];
  const scratch = await ports.folders.create();
  try {
    const name = /[^/.][^/]*$/.exec(client.output)?.[0] ?? "client";
    step(client.command);
    await outputOf(
      commandOf(
        client,
        client.command.replaceAll("${output}", () => `${scratch.path}/${name}`),
      ),
    );
    const paths = ((await scratch.changes(Infinity)) ?? []).map(({ path }) => path);
    const files = await clientFiles(ports, client.output, { folder: scratch.path, name, paths });
    return { checked, findings: clientFindings(client, files, operations) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const facts = { message: error.message };
    return { checked, findings: [{ code: "client-generator-failed", severity: "error", facts }] };
  } finally {
    await scratch.dispose();
  }
}

async function checkReport(context: GateContext, client: ClientCommands, line: string): Promise<GateReport> {
  context.step(line);
  const message = await complaint(context, commandOf(client, line));
  const place = placeInComplaint(message ?? "", client.folder);
  const finding: Finding = {
    code: "client-check-failed",
    severity: "error",
    ...(place && { place }),
    facts: { line, message: message ?? "" },
  };
  return { checked: [`the committed client by \`${line}\``], findings: message === undefined ? [] : [finding] };
}

async function complaint({ complaintOf }: GateContext, command: Command): Promise<string | undefined> {
  try {
    return await complaintOf(command);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
