import type { CapturedValues } from "#core/cases/captured-values.ts";
import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import { UserError } from "#core/model/user-error.ts";
import type { HttpClient } from "#core/ports.ts";

import { makeKnown } from "../identities/make-known.ts";
import { captureOnSide, sendStepToSide, whyNotDone, whySideStillWaits } from "../run/step-on-side.ts";
import type { DatabaseRecipe } from "../state/database-recipe.ts";
import type { Base, FilledBase } from "./base.ts";
import { type BaseMaking, changeOnCopy, makeBase, preparingSide, startOnce } from "./make-base.ts";
import { sendCase } from "./send-case.ts";

/** Makes a base and, where a scenario fills it, sends that to the side's server. Throws a UserError that names the step that failed. */
export async function makeFilledBase(project: Project, recipe: DatabaseRecipe, making: BaseMaking): Promise<Base> {
  const made = await makeBase(project, recipe, making);
  const { scenario } = recipe;
  if (scenario === undefined) return made;
  const side = preparingSide(project.database);
  making.emit({ kind: "preparing", side, step: "database" });
  let filled: FilledBase | undefined;
  const base = await changeOnCopy(project, made, making, async (surroundings) => {
    await startOnce(side, project, surroundings, making, async (client) => {
      filled = await sendAll(side, project, scenario, { client, making });
    });
    // What the server still had to write when it was ended.
    await surroundings.database.requireFree();
  });
  return { ...base, ...(filled && { filled }) };
}

async function sendAll(
  side: Side,
  project: Project,
  steps: readonly Case[],
  { client, making }: { readonly client: HttpClient; readonly making: BaseMaking },
): Promise<FilledBase> {
  const { ports, signal, minting } = making;
  const senders = new Set(steps.map(({ identity }) => identity));
  const identities = (project.identities ?? []).filter(({ name }) => senders.has(name));
  const credentials = await makeKnown({ identities }, { side, client, clock: ports.clock, minting, signal });
  const limits = { signal, bodyLimitBytes: project.bodyLimitBytes, timeMs: project.caseLimitMs };
  const send = (own: Case): ReturnType<HttpClient["send"]> => sendCase(own, limits, client, credentials, ports);
  let captured: CapturedValues = new Map();
  for (const step of steps) {
    const exchange = await sendStepToSide(step, captured, { send, clock: ports.clock, signal });
    const failure = whyNotDone(step, side, exchange, "fills the database") ?? whySideStillWaits(step, side, exchange);
    const next = failure ?? captureOnSide(step, side, exchange, captured);
    if (typeof next === "string") throw new UserError(failureText(side, step, next));
    captured = next;
  }
  const registered = identities.flatMap(({ name, methods }) => {
    const method = methods[side];
    return method.kind === "login" && method.register !== undefined ? [name] : [];
  });
  return { registered, captured };
}

function failureText(side: Side, { place }: Case, why: string): string {
  return `${place.file}:${place.range.start.line + 1}: the ${SIDE_NAMES[side]} database could not be filled. ${why} Correct the step, or what it finds in the database.`;
}
