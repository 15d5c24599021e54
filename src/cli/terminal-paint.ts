import picocolors from "picocolors";

import { type Paint, PLAIN } from "#core/report/layout/paint.ts";

/** Colours where the stream is a terminal and the user has not turned them off (NO_COLOR); plain text elsewhere. */
export function terminalPaint(stream: { readonly isTTY?: boolean }): Paint {
  return stream.isTTY === true && picocolors.isColorSupported ? picocolors : PLAIN;
}
