import { SIDE_NAMES } from "#core/model/endpoint.ts";
import type { IdentityMethod, LoginRequest } from "#core/model/identity.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";
import { stringAtPointer } from "#core/text/json/string-at-pointer.ts";

import { bodyText } from "../sides/server-text.ts";
import { keepCookies } from "./cookie-jar.ts";
import { carriedBy, type Cookie, withCredentials } from "./credentials.ts";
import type { IdentityContext, ObtainCredentials } from "./identity-method.ts";

const LOGIN_LIMIT_MS = 30_000;

/** Registers where that is asked for, and logs in; keeps the token and all cookies. Shows the answer where neither came of it. */
export const logIn: ObtainCredentials<IdentityMethod & { kind: "login" }> = async (
  { register, request, token },
  context,
) => {
  let cookies: readonly Cookie[] = [];
  const send = async (what: string, sent: LoginRequest): Promise<Answer> => {
    const answer = await answerTo(what, sent, cookies, context);
    cookies = keepCookies(cookies, sent.path, answer.headers, context.clock.now());
    return answer;
  };
  if (register !== undefined) await send("registration", register);
  const answer = await send("login", request);
  if (token === undefined) {
    if (cookies.length > 0) return { headers: [], cookies };
    throw new UserError(
      `${title("login", request, context)} answered ${answer.status}, and sets no cookie. Say with \`token\` at \`${context.identity.setting}\` in portolan.yaml where the token stands in its body.`,
    );
  }
  const value = answer.body.kind === "text" ? stringAtPointer(answer.body.text, token.pointer) : undefined;
  if (value === undefined) {
    throw new UserError(
      `${title("login", request, context)} answered ${answer.status}, and no token stands at ${token.pointer} of its body. Correct \`token\` at \`${context.identity.setting}\` in portolan.yaml.`,
    );
  }
  const carried = carriedBy([[token.header, token.value.replaceAll("${token}", () => value)]]);
  return { ...carried, cookies: [...cookies, ...carried.cookies] };
};

async function answerTo(
  what: string,
  { method, path, headers, body, expect }: LoginRequest,
  cookies: readonly Cookie[],
  context: IdentityContext,
): Promise<Answer> {
  const own = [["accept", "application/json"] as const, ...headers];
  const hasAccept = headers.some(([name]) => name.toLowerCase() === "accept");
  const { outcome } = await context.client.send(
    {
      method,
      target: path,
      headers: withCredentials({ headers: hasAccept ? headers : own, target: path }, { headers: [], cookies }),
      body,
    },
    { signal: context.signal, timeoutMs: LOGIN_LIMIT_MS },
  );
  const name = title(what, { method, path }, context);
  if (outcome.kind === "unreachable") throw new UserError(`${name} got no answer. ${outcome.reason}`);
  const { status } = outcome;
  if (expect === undefined ? status >= 200 && status <= 299 : status === expect) return outcome;
  const redirected = status >= 300 && status <= 399 && expect === undefined;
  const advice = redirected
    ? ` Where that is its success, say \`expect: ${status}\` at \`${context.identity.setting}\` in portolan.yaml.`
    : ` Correct \`${context.identity.setting}\` in portolan.yaml, or the seed.`;
  throw new UserError(`${name} answered ${status}: ${bodyText(outcome.body)}.${advice}`);
}

function title(
  what: string,
  { method, path }: Pick<LoginRequest, "method" | "path">,
  context: IdentityContext,
): string {
  return `The ${what} as \`${context.identity.name}\` on the ${SIDE_NAMES[context.side]} server failed: ${method} ${path}`;
}
