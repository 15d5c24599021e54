import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import type { Dialect } from "../../routes/dialect.ts";
import type { Crates } from "../crates/crates.ts";
import type { Machine } from "../values/machine.ts";
import type { Answer, Argument, Value } from "../values/values.ts";

/** How a Rust framework writes paths, and what it makes of a handler. */
export interface RustDialect extends Dialect {
  /** What it answers by itself beside the answers of a route. */
  readonly implicitAnswers: (answers: readonly Answer[]) => readonly Answer[];
  /** Whether a handler takes over the connection. */
  readonly isWebSocket: (answer: Answer) => boolean;
  /** A finding where a part of a path, which `by` put there, is one that the framework does not take for what it seems. */
  readonly pathFinding?: (crates: Crates, part: Argument, text: string, by: string) => Finding | undefined;
  /** What the handler, by its signature and its attributes, says of its routes. */
  readonly factsOf: (machine: Machine, handler: Value) => Partial<Route>;
}
