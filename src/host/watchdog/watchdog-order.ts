import type { Marked } from "../processes/marked.ts";

export type GuardOrder =
  | { readonly kind: "guard-group"; readonly group: number }
  | { readonly kind: "guard-mark"; readonly marked: Marked }
  | { readonly kind: "guard-folder"; readonly folder: string }
  | { readonly kind: "guard-databases"; readonly url: string; readonly mark: number };

export type ReleaseOrder =
  | { readonly kind: "release-group"; readonly group: number }
  | { readonly kind: "release-mark"; readonly mark: string }
  | { readonly kind: "release-folder"; readonly folder: string }
  | { readonly kind: "release-databases"; readonly mark: number };

/** What the owner tells its watchdog, one JSON object a line. The end of the pipe is the last order: end it all. */
export type WatchdogOrder = GuardOrder | ReleaseOrder;

/** The watchdog removes no folder whose name does not begin so. */
export const TEMPORARY_FOLDER_PREFIX = "portolan-";
