import type { JsonDocument } from "#core/text/json/json-document.ts";
import type { ElementHashes } from "./element-hashes.ts";

/** One side's elements: nodes of a document, and its hashes. */
export interface Elements {
  readonly document: JsonDocument;
  readonly nodes: readonly number[];
  readonly hashes: ElementHashes;
}
