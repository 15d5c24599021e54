import type { RunEvent } from "#core/model/run/run-event.ts";
import { looksRandom } from "./secret-names.ts";
import type { SecretGate } from "./secret-gate.ts";

/**
 * A run's events as they may leave it; what the run throws passes too. A server may print a token before it answers with
 * it. So while cases run, or a login, a line with something that looks random waits, with those after it, for the next event that tells
 * of more than output: then the answer is known.
 */
export async function* gatedRun(
  events: AsyncIterable<RunEvent>,
  gate: SecretGate,
): AsyncGenerator<RunEvent, void, undefined> {
  let isAnswering = false;
  const printed: RunEvent[] = [];
  try {
    for await (const event of events) {
      if (event.kind === "output" || event.kind === "crashed") {
        const masked = gate.event(event);
        if (isAnswering && (printed.length > 0 || mayHoldSecret(masked))) printed.push(event);
        else yield masked;
        continue;
      }
      for (const output of printed.splice(0)) yield gate.event(output);
      isAnswering = event.kind !== "preparing" || event.step === "login";
      yield gate.event(event);
    }
  } catch (error) {
    throw gate.error(error);
  }
}

function mayHoldSecret(event: RunEvent): boolean {
  const text = event.kind === "output" ? event.text : event.kind === "crashed" ? event.crash.text : "";
  return text.split(/[\s"'`,;()[\]{}<>]+/).some((word) => looksRandom(word.replace(/^[\w-]*[=:]/, "")));
}
