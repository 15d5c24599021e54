import type { StubAnswer } from "#core/model/stub.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";

/** What somebody asked a stub. Header names are in lower case. */
export interface StubRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: AnswerBody;
}

export interface StubServers {
  /** Listens on a free port of loopback and answers all that is asked there. Disposing breaks off what is still open. */
  serve(answer: (request: StubRequest) => StubAnswer): Promise<{ readonly port: number; dispose(): Promise<void> }>;
}
