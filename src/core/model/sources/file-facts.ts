import type { Finding } from "../finding.ts";
import type { Operation, Webhook } from "../operation.ts";
import type { PythonFacts } from "./python-facts.ts";
import type { CargoFacts, RustFacts } from "./rust-facts.ts";

/** What an OpenAPI document declares. */
export interface ContractFacts {
  readonly language: "openapi";
  readonly file: string;
  readonly operations: readonly Operation[];
  readonly webhooks: readonly Webhook[];
  /** Other files that its references lead to, each once; what stands in those that were not given is missing. */
  readonly wanted: readonly string[];
  readonly findings: readonly Finding[];
}

/** What a reader took from one file, without looking at any other; can be cloned to another thread. */
export type FileFacts = ContractFacts | PythonFacts | RustFacts | CargoFacts;
