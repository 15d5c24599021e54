import picocolors from "picocolors";

import { type Paint, PLAIN } from "#core/report/layout/paint.ts";

/**
 * Colours where the stream is a terminal or the user asks for them (FORCE_COLOR, force-color.org), and has not turned them off
 * (NO_COLOR, no-color.org); plain text elsewhere.
 */
export function terminalPaint(stream: { readonly isTTY?: boolean }): Paint {
  const isWanted = stream.isTTY === true || (process.env["FORCE_COLOR"] ?? "") !== "";
  return isWanted && picocolors.isColorSupported ? picocolors : PLAIN;
}
