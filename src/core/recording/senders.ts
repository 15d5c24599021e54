import { type Identity, type LoginRequest, NOBODY } from "#core/model/identity.ts";
import { presentedSecrets } from "#core/secrets/find-secrets.ts";
import { isSecretName } from "#core/secrets/secret-names.ts";
import { headersOf, secretsOfLogin } from "#core/secrets/secrets-in-identities.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** Who sent the requests of a recording. */
export interface Senders {
  /** The name of who sent it; undefined where the case need not say it. */
  readonly of: (exchange: RecordedExchange) => string | undefined;
  /** Whether the header carries who sends a request, so that no case has it. */
  readonly isCredential: (name: string) => boolean;
  /** Whether it is the login of an identity, which sends it by itself. */
  readonly isLogin: (exchange: RecordedExchange) => boolean;
  /** Identities that the project file does not have, with the headers that made them known. */
  readonly unknown: readonly { readonly name: string; readonly headers: readonly string[] }[];
  /** The identity that stands for credentials of which nothing else is known. */
  readonly assumed?: string;
}

/**
 * Finds the identity behind each request's credentials: by a login in the recording that is the identity's own, or by equal
 * headers. Of one unknown sender the project's first identity is assumed; several get names of their own.
 */
export function sendersOf(exchanges: readonly RecordedExchange[], identities: readonly Identity[]): Senders {
  const carrying = new Set(identities.flatMap(({ methods }) => headersOf(methods.python)));
  const isCredential = (name: string): boolean => {
    const lower = name.toLowerCase();
    return lower === "cookie" || carrying.has(lower) || isSecretName(lower);
  };
  const nameBySecret = knownSecrets(exchanges, identities);
  const presented = (exchange: RecordedExchange): readonly string[] => secretsPresented(exchange, isCredential);
  const isKnown = (secrets: readonly string[]): boolean => secrets.some((secret) => nameBySecret.has(secret));

  const withSecrets = exchanges.filter((exchange) => presented(exchange).length > 0);
  const strangers = Map.groupBy(
    withSecrets.filter((exchange) => !isKnown(presented(exchange))),
    (exchange) => presented(exchange).join("\n"),
  );
  const isAllOneStranger = strangers.size === 1 && !withSecrets.some((exchange) => isKnown(presented(exchange)));
  const assumed = isAllOneStranger ? identities[0]?.name : undefined;
  const names = new Map([...strangers.keys()].map((key, at) => [key, assumed ?? nameOfStranger(at, identities)]));

  return {
    isCredential,
    isLogin: (exchange) => identities.some((identity) => isLoginOf(identity, exchange)),
    of: (exchange) => {
      const secrets = presented(exchange);
      const known = secrets.map((secret) => nameBySecret.get(secret)).find((name) => name !== undefined);
      if (secrets.length > 0) return known ?? names.get(secrets.join("\n"));
      const isRefused = exchange.answer.status === 401;
      // Where no request carries any, they were taken out of the recording.
      return identities.length > 0 && (withSecrets.length > 0 || isRefused) ? NOBODY : undefined;
    },
    unknown:
      assumed === undefined
        ? [...strangers].map(([key, own]) => ({
            name: names.get(key) ?? "",
            headers: credentialNames(own[0], isCredential),
          }))
        : [],
    ...(assumed !== undefined && { assumed }),
  };
}

function knownSecrets(
  exchanges: readonly RecordedExchange[],
  identities: readonly Identity[],
): ReadonlyMap<string, string> {
  const nameBySecret = new Map<string, string>();
  for (const { name, methods } of identities) {
    if (methods.python.kind !== "headers") continue;
    for (const [, value] of methods.python.headers) {
      for (const secret of presentedSecrets(value)) nameBySecret.set(secret, name);
    }
  }
  for (const exchange of exchanges) {
    const { request, answer } = exchange;
    for (const identity of identities) {
      if (!isLoginOf(identity, exchange)) continue;
      const sent = { method: request.method, url: request.target, headers: [] };
      const given = secretsOfLogin(identity.methods.python, request, { request: sent, outcome: answer });
      for (const secret of [...given.tokens, ...given.cookies]) nameBySecret.set(secret, identity.name);
    }
  }
  return nameBySecret;
}

function isLoginOf({ methods: { python } }: Identity, { request }: RecordedExchange): boolean {
  if (python.kind !== "login") return false;
  return [python.request, ...(python.register ? [python.register] : [])].some((login) => isSameRequest(login, request));
}

function isSameRequest({ method, path, body }: LoginRequest, request: RecordedExchange["request"]): boolean {
  if (method !== request.method || path !== request.target) return false;
  if (body.kind !== "text") return request.body.kind === "none";
  return request.body.kind === "text" && contentOf(body.text) === contentOf(request.body.text);
}

/** The same for two bodies whose members or fields are the same. */
function contentOf(text: string): string {
  const blanks = /("(?:[^"\\]|\\.)*")|\s+/g;
  return /^\s*[{[]/.test(text)
    ? text.replaceAll(blanks, "$1")
    : [...new URLSearchParams(text)]
        .map((pair) => JSON.stringify(pair))
        .toSorted()
        .join();
}

function secretsPresented({ request }: RecordedExchange, isCredential: Senders["isCredential"]): readonly string[] {
  return request.headers.flatMap(([name, value]) => {
    if (!isCredential(name)) return [];
    if (name.toLowerCase() !== "cookie") return presentedSecrets(value).slice(0, 1);
    return value.split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
  });
}

function credentialNames(exchange: RecordedExchange | undefined, isCredential: Senders["isCredential"]) {
  return [...new Set((exchange?.request.headers ?? []).map(([name]) => name).filter(isCredential))];
}

function nameOfStranger(at: number, identities: readonly Identity[]): string {
  const name = at === 0 ? "recorded" : `recorded-${at + 1}`;
  return identities.some((identity) => identity.name === name) ? `${name}-again` : name;
}
