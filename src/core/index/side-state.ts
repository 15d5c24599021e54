import type { Side } from "#core/model/endpoint.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import type { LinkedRoutes, Mentions } from "./move-linked.ts";

/** What is known of the sources of a side. */
export interface SideState {
  files: readonly string[];
  /** Those of them that lie outside of the side's folder. */
  beside: ReadonlySet<string>;
  /** Files may have come or gone. */
  isListStale: boolean;
  /** Files that changed since they were linked. */
  readonly changed: Set<string>;
  linked: Linked | undefined;
}

/** What linking came to, and of what. */
export interface Linked {
  readonly existing: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Files that may declare routes by themselves. */
  readonly declaring: ReadonlySet<string>;
  /** Files that were read because others take values from them. */
  readonly wanted: ReadonlySet<string>;
  /** Files of which an outline was not enough. */
  readonly wholes: ReadonlySet<string>;
  /** Bodies of functions that linking looked into; a body that takes the place of one is added. */
  readonly followed: Set<object>;
  readonly result: LinkedRoutes;
  readonly memory?: object;
  mentions?: Mentions;
}

type Kept = Pick<Linked, "followed" | "result" | "memory">;

export function keptOf({ routes, findings, followed, memory }: ReturnType<SourceLanguage["link"]>): Kept {
  return { followed: new Set(followed), result: { routes, findings }, ...(memory && { memory }) };
}

export function freshSides(): Record<Side, SideState> {
  return {
    python: { files: [], beside: new Set(), isListStale: true, changed: new Set(), linked: undefined },
    rust: { files: [], beside: new Set(), isListStale: true, changed: new Set(), linked: undefined },
  };
}
