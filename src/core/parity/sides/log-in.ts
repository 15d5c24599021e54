import type { Side } from "#core/model/endpoint.ts";
import { asMethod } from "#core/model/endpoint.ts";
import type { LoginSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { HttpClient } from "#core/ports.ts";
import { stringAtPointer } from "#core/text/json/string-at-pointer.ts";

import { bodyText, SIDE_NAMES } from "./server-text.ts";

const LOGIN_LIMIT_MS = 30_000;

/** What a logged-in request carries. */
export interface Credentials {
  readonly header: string;
  readonly value: string;
}

/** Logs in once on a side. Throws a UserError that shows the answer where no token came of it. */
export async function logIn(
  side: Side,
  login: LoginSettings,
  client: HttpClient,
  signal: AbortSignal,
): Promise<Credentials> {
  const method = asMethod(login.endpoint.split(" ")[0] ?? "") ?? "POST";
  const name = `The login on the ${SIDE_NAMES[side]} server failed: ${method} ${login.path}`;
  const { outcome } = await client.send(
    {
      method,
      target: login.path,
      headers: [["accept", "application/json"]],
      body: { kind: "text", text: login.bodyText, mediaType: "application/json" },
    },
    { signal, timeoutMs: LOGIN_LIMIT_MS },
  );
  if (outcome.kind === "unreachable") throw new UserError(`${name} got no answer. ${outcome.reason}`);
  if (outcome.status < 200 || outcome.status > 299) {
    throw new UserError(
      `${name} answered ${outcome.status}: ${bodyText(outcome.body)}. Correct \`login\` in portolan.yaml, or the seed.`,
    );
  }
  const token = outcome.body.kind === "text" ? stringAtPointer(outcome.body.text, login.token) : undefined;
  if (token === undefined) {
    throw new UserError(
      `${name} answered ${outcome.status}, and no token stands at ${login.token} of its body. Correct \`login.token\` in portolan.yaml.`,
    );
  }
  return {
    header: login.header,
    value: login.value.replaceAll("${token}", token),
  };
}
