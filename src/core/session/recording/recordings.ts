import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Session } from "#core/model/session.ts";
import { UserError } from "#core/model/user-error.ts";
import type { FileRemoval, Files } from "#core/ports.ts";
import { acceptRecordings, type AcceptedRecording } from "#core/recording/accept-recordings.ts";
import { endpointFinder } from "#core/recording/find-endpoint.ts";
import { endpointOf, keepRecording, type KeptRecording } from "#core/recording/keep-recording.ts";
import { readHar } from "#core/recording/read-har.ts";
import type { LeftOut, RecordedExchange } from "#core/recording/recorded-exchange.ts";
import { secretsInSettings } from "#core/secrets/find-secrets.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";

/** The project that recordings are for. */
export interface RecordingProject {
  readonly session: Pick<Session, "project" | "ledger">;
  readonly files: Files & FileRemoval;
  /** What the caller's own settings hold as secrets is in no case. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Makes cases of an HTTP archive's text, which wait to be accepted; see `readHar`. */
export async function importArchive(
  given: RecordingProject,
  { file, text, origin }: { readonly file: string; readonly text: string; readonly origin?: string },
): Promise<KeptRecording & { readonly origin: string }> {
  const { rows } = await given.session.ledger();
  const find = endpointFinder(rows.map(endpointOf));
  const reading = readHar(file, text, {
    ...(origin !== undefined && { origin }),
    isEndpoint: (method, path) => find(method, path) !== undefined,
  });
  const name = file.split("/").at(-1) ?? file;
  return { ...(await keepExchanges(given, { name, ...reading })), origin: reading.origin };
}

/** Makes cases of what was recorded, which wait to be accepted. */
export async function keepExchanges(
  { session, files, environment }: RecordingProject,
  recording: {
    readonly name: string;
    readonly exchanges: readonly RecordedExchange[];
    readonly leftOut: LeftOut;
    readonly folder?: string;
  },
): Promise<KeptRecording> {
  const gate = new SecretGate();
  gate.learn(secretsInSettings(environment));
  const project = await requireProject(session);
  const { rows } = await session.ledger();
  return keepRecording(recording, { files, gate, project, rows });
}

/** Moves recordings that wait into the project's folder of cases; all where none is named. */
export async function acceptRecorded(
  { session, files }: Omit<RecordingProject, "environment">,
  names: readonly string[],
): Promise<readonly AcceptedRecording[]> {
  const project = await requireProject(session);
  const { rows } = await session.ledger();
  const operations: readonly Operation[] = rows.flatMap(({ operation }) => operation ?? []);
  return acceptRecordings(names, { files, project, operations });
}

async function requireProject(session: Pick<Session, "project">): Promise<Project> {
  const project = await session.project();
  if (project !== undefined) return project;
  throw new UserError("The project file cannot be used; `portolan ledger` says why.");
}
