import { SIDE_NAMES, type Side } from "../endpoint.ts";
import type { Unreachable } from "./exchange.ts";

/**
 * That a side did not answer, or not to the end, a sentence or two: `The Rust server gave no answer. It refused the
 * connection.`, `The Rust server's answer (200) broke off after 12 bytes of its body. It closed the connection.`
 * `to` names the request where it is not the one that is spoken of.
 */
export function noAnswerText(side: Side, { reason, came }: Unreachable, to?: string): string {
  const server = `The ${SIDE_NAMES[side]} server`;
  const request = to === undefined ? "" : ` to ${to}`;
  if (came === undefined) return `${server} gave no answer${request}. ${reason}`;
  const bytes = came.bytes === 1 ? "1 byte" : `${came.bytes.toLocaleString("en")} bytes`;
  return `${server}'s answer${request} (${came.status}) broke off after ${bytes} of its body. ${reason}`;
}
