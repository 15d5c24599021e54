import type { Connection } from "vscode-languageserver";

import type { TrialResult } from "#core/model/run/trial.ts";
import { proposeProjectFor } from "#core/session/set-up.ts";
import { commandsOf } from "#core/session/try-project.ts";
import { PROJECT_FILE } from "#host/files/find-project.ts";
import type { ChildLines } from "#host/processes/child-lines.ts";
import {
  type CancelRunParams,
  LSP,
  type SetUpAnswer,
  type SetUpParams,
  type TrialParams,
  type TrySetUpAnswer,
  type TrySetUpParams,
} from "#protocol/lsp.ts";
import type { TrialMessage, TrialOrder } from "#protocol/run.ts";
import { readMessage } from "#protocol/read-message.ts";

import { pathOfUri } from "./uris.ts";
import type { ServerHost } from "./workspace.ts";

const NOT_TRUSTED =
  "This workspace is not trusted, so Portolan runs nothing in it: trust the workspace, then try again.";

const TRIAL_MESSAGES = { event: true, result: true, ended: true } as const;

/** Answers what "Set Up…" asks. Gives what ends a trial that is under way, by its run id. */
export function answerSetUpRequests(
  connection: Connection,
  host: ServerHost,
  isTrusted: () => boolean,
): { readonly cancel: (params: CancelRunParams) => void } {
  const trials = new Map<string, ChildLines>();
  connection.onRequest(LSP.setUp, async ({ folder, chosen }: SetUpParams): Promise<SetUpAnswer> => {
    const ports = host.setUpPorts(pathOfUri(folder) ?? folder);
    try {
      const proposal = await proposeProjectFor(ports, host, chosen);
      return { ...proposal, commands: commandsOf(PROJECT_FILE, proposal.text) };
    } finally {
      await ports.dispose();
    }
  });
  connection.onRequest(LSP.trySetUp, async ({ folder, runId, text }: TrySetUpParams): Promise<TrySetUpAnswer> => {
    if (!isTrusted()) return { results: [], failure: NOT_TRUSTED };
    const results: TrialResult[] = [];
    const ended = Promise.withResolvers<TrySetUpAnswer>();
    const trial = host.startTrial(pathOfUri(folder) ?? folder, (line) => {
      const message = readMessage<TrialMessage>(line, TRIAL_MESSAGES);
      if (message === undefined) return connection.console.log(line);
      if (message.kind === "ended") {
        return ended.resolve({ results, ...(message.failure !== undefined && { failure: message.failure }) });
      }
      if (message.kind === "result") results.push(message.result);
      void connection.sendNotification(LSP.trial, { runId, message } satisfies TrialParams);
    });
    trials.set(runId, trial);
    trial.send(JSON.stringify({ text } satisfies TrialOrder));
    const outlive = async (): Promise<void> => {
      await trial.exited;
      // What does not say how it ended has died.
      ended.resolve({ results, failure: `The process that tries the project file ended. ${trial.lastErrors()}` });
    };
    void outlive();
    try {
      return await ended.promise;
    } finally {
      trials.delete(runId);
      await trial.dispose();
    }
  });
  return { cancel: ({ runId }) => void trials.get(runId)?.dispose() };
}
