import type { Answer } from "#core/model/run/exchange.ts";
import type { Disposable, HttpRequest } from "#core/ports.ts";

/** A request that passed a proxy, and its answer. */
export interface PassedExchange {
  readonly request: HttpRequest;
  readonly answer: Answer;
}

export interface ProxyOptions {
  /** Where it listens; a free port where it is not said. */
  readonly port?: number;
  /** Why a request is not handed on, as a sentence that its sender gets; undefined where it is. */
  readonly whyNot: (request: HttpRequest) => Promise<string | undefined>;
  readonly onExchange: (exchange: PassedExchange) => void;
}

/** A proxy on loopback. */
export interface RecordingProxy extends Disposable {
  readonly port: number;
}

/** Opens a proxy before a port of loopback, and tells what passes. */
export type OpenRecordingProxy = (target: number, options: ProxyOptions) => Promise<RecordingProxy>;

/** Somewhere on loopback for programs to tell something, a line at a time. */
export interface LineListener extends Disposable {
  /** What a program has to know: `PORT:TOKEN`. */
  readonly address: string;
}

export type OpenLineListener = (onLine: (line: string) => void) => Promise<LineListener>;
