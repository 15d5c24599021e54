import { UserError } from "#core/model/user-error.ts";
import { askConsent } from "#host/consent.ts";

/** What a command does that runs the project's code: `doing` begins a question, `reason` the clause of a refusal. */
export interface ConsentTexts {
  readonly doing: string;
  readonly reason: string;
}

/** Returns where the user has said yes before (`hasConsent`), or says so at the terminal now. Else throws a UserError. */
export async function requireConsent(
  { doing, reason }: ConsentTexts,
  hasConsent: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (hasConsent || (await askConsent(`${doing} runs the project's code. Go on?`, signal))) return;
  throw new UserError(`Nothing was run: ${reason}, so say yes at the terminal, or add --yes.`);
}
