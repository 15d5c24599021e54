import type { LedgerRow } from "#core/model/ledger.ts";
import { MASK } from "#core/model/mask.ts";
import type { Project } from "#core/model/project.ts";
import type { Files } from "#core/ports.ts";
import type { SecretGate } from "#core/secrets/secret-gate.ts";
import type { KnownEndpoint } from "./find-endpoint.ts";
import type { LeftOut, RecordedExchange } from "./recorded-exchange.ts";
import { recordedCases, type RecordedCases } from "./recorded-cases.ts";
import { secretNamesIn, withoutPlaceholders } from "./recorded-secrets.ts";
import { ignoreFolder } from "./ignore-folder.ts";

/** Where recordings wait to be accepted, relative to the project's folder; git ignores the folder. */
export const RECORDED_FOLDER = ".portolan/recorded";

/** What became of a recording. */
export interface KeptRecording {
  /** The case file; absent where nothing was left to write. */
  readonly file?: string;
  readonly requests: number;
  readonly leftOut: LeftOut;
  readonly senders: RecordedCases["senders"];
  /** The caller's secrets that the cases ask for. */
  readonly secrets: readonly string[];
}

interface Recording {
  /** What the file is called; `shop.har` gives `shop`. */
  readonly name: string;
  readonly exchanges: readonly RecordedExchange[];
  readonly leftOut: LeftOut;
  readonly folder?: string;
}

/**
 * Writes a recording as a case file into the folder of those that wait. All of it passes the gate first: who sent a request is
 * an identity of the project file, and a request that still carries a secret is left out. Nothing is written over.
 */
export async function keepRecording(
  { name, exchanges, leftOut, folder = RECORDED_FOLDER }: Recording,
  { files, gate, project, rows }: Given,
): Promise<KeptRecording> {
  learn(exchanges, project, gate);
  const stem = stemOf(name);
  const isSecret = (text: string): boolean => {
    const bare = withoutPlaceholders(text);
    return gate.text(bare) !== bare;
  };
  const made = recordedCases({
    name: stem,
    exchanges,
    endpoints: rows.filter(({ status }) => status !== "not-comparable").map(endpointOf),
    identities: project.identities ?? [],
    isSecret,
    isWholeSecret: (text) => gate.text(text) === MASK,
  });
  const clean = made.entries.filter(({ text }) => !isSecret(text));
  const count = (entries: readonly { readonly requests: number }[]): number =>
    entries.reduce((sum, { requests }) => sum + requests, 0);
  const secret = count(made.entries) - count(clean);
  const all = new Map([...leftOut, ...made.leftOut]);
  if (secret > 0) all.set("with a secret that no identity stands for", secret);
  const result = {
    requests: count(clean),
    leftOut: all,
    senders: made.senders,
    secrets: secretNamesIn(clean.map(({ text }) => text)),
  };
  if (clean.length === 0) return result;
  const file = await freeFile(files, folder, stem);
  await ignoreFolder(files, folder);
  await files.write(file, `${clean.map(({ text }) => text).join("\n\n")}\n`);
  return { ...result, file };
}

interface Given {
  readonly files: Files;
  readonly gate: SecretGate;
  readonly project: Project;
  readonly rows: readonly LedgerRow[];
}

function learn(exchanges: readonly RecordedExchange[], project: Project, gate: SecretGate): void {
  gate.learnProject(project);
  for (const { request, answer } of exchanges) {
    const { method, target, headers } = request;
    gate.learnRequest(request);
    gate.learnAnswer(request, { request: { method, url: target, headers }, outcome: answer });
  }
}

/** What of a row of the ledger a request is held against. */
export function endpointOf({ method, path, python }: LedgerRow): KnownEndpoint {
  const rests = python.flatMap(({ parameters }) => parameters.filter(({ isRest }) => isRest).map(({ name }) => name));
  return { method, path, rests: new Set(rests) };
}

async function freeFile(files: Files, folder: string, stem: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const file = `${folder}/${count === 1 ? stem : `${stem}-${count}`}.yaml`;
    if ((await files.stamp(file)) === undefined) return file;
  }
}

/** `My shop (2).har` → `My-shop-2` */
function stemOf(name: string): string {
  return (
    name
      .replace(/\.[A-Za-z]+$/, "")
      .replaceAll(/[^\p{L}\p{N}_.-]+/gu, "-")
      .replaceAll(/^[-.]+|[-.]+$/g, "") || "recording"
  );
}
