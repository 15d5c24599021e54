import type { Project, ServerSettings } from "#core/model/project.ts";
import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { Command, HttpRequest } from "#core/ports.ts";
import { secretsInJson } from "./json-secrets.ts";
import { isSecretField, isSecretName, isSecretSetting, looksRandom, mayNameSecrets } from "./secret-names.ts";
import { passwordsInAddresses, quotedSecrets, secretsInCommand } from "./secret-shapes.ts";

type Headers = HttpRequest["headers"];

/** Where the secrets are that a project file gives its servers and the database's server. */
export function secretsInServers({
  servers,
  database,
  databases,
}: Pick<Project, "servers" | "database" | "databases">): readonly string[] {
  return [
    ...[database, ...Object.values(databases ?? {})].flatMap(({ url = "" }) => passwordsInAddresses(url)),
    ...secretsInServer(servers.python),
    ...secretsInServer(servers.rust),
  ];
}

function secretsInServer({ build, start, export: exported, environment }: ServerSettings): readonly string[] {
  return [
    ...secretsInSettings(environment),
    ...[build, start, exported].flatMap((line) => (line === undefined ? [] : secretsInLine(line))),
  ];
}

/** What a command is given on its line and in its environment. */
export function secretsInStart({ line, environment }: Pick<Command, "line" | "environment">): readonly string[] {
  return [...secretsInLine(line), ...secretsInSettings(environment)];
}

function secretsInLine(line: string): readonly string[] {
  return [...secretsInCommand(line), ...inAddresses(line)];
}

/**
 * The secrets among environment variables, by name, and passwords in the addresses among their values. A path or an address without a password is
 * none, whatever its name: `CREDENTIALS=/etc/key.json`. Of several lines, as a private key has them, each counts.
 */
export function secretsInSettings(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value = ""]) => {
    const isSecret =
      (isSecretSetting(name) && !/^(?:\.{0,2}\/|[a-z][a-z\d+.-]*:\/\/)/i.test(value)) ||
      (value.length >= 20 && looksRandom(value) && !value.includes("/"));
    const json = secretsInJson(value) ?? [];
    const lines = isSecret ? value.split("\n").filter((line) => !/^-{5}/.test(line)) : [];
    return [...(isSecret ? [value] : []), ...lines, ...inAddresses(value), ...json];
  });
}

/** What a request carries as a secret: in its query, its headers, its cookies and its body. */
export function secretsInRequest({ target, headers, body }: GivenRequest): readonly string[] {
  const query = target.includes("?") ? fieldSecrets(target.slice(target.indexOf("?") + 1)) : [];
  return [...query, ...secretsInHeaders(headers), ...secretsInGiven(body)];
}

/** A request as it is sent, or as a case has it. */
export type GivenRequest = Pick<HttpRequest, "target" | "headers" | "isGenerated"> & {
  readonly body: HttpRequest["body"] | CaseBody;
};

function secretsInGiven(body: GivenRequest["body"]): readonly string[] {
  if (body.kind === "text") return secretsInBody(body.text);
  if (body.kind !== "multipart") return [];
  return body.parts.flatMap(({ name, content }) => {
    if (content.kind !== "text") return [];
    return isSecretField(name, content.text) ? [content.text] : secretsInBody(content.text);
  });
}

/** What an answer tells that is a secret: in its headers, the cookies that it sets, and its body. */
export function secretsInAnswer({ outcome }: Exchange): readonly string[] {
  if (outcome.kind === "unreachable") return [];
  const { headers, body } = outcome;
  return [...secretsInHeaders(headers), ...(body.kind === "text" ? secretsInBody(body.text) : [])];
}

function secretsInHeaders(headers: Headers): readonly string[] {
  return headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === "cookie") return value.split(";").flatMap((pair) => cookieSecrets(pair));
    if (lower === "set-cookie") return cookieSecrets(value.split(";")[0] ?? "");
    if (lower === "location" || lower === "referer") return fieldSecrets(value.slice(value.indexOf("?") + 1));
    if (isSecretName(lower)) return presentedSecrets(value);
    // Under another name only what nobody would type.
    return /(?:auth|key|session|signature)/.test(lower) && looksRandom(value) ? [value] : [];
  });
}

/** `Bearer abc` → `abc`; of Basic credentials (RFC 7617) the password too. */
export function presentedSecrets(value: string): readonly string[] {
  const [, scheme = "", rest = value] = /^([A-Za-z][\w-]*) +(.*)$/s.exec(value) ?? [];
  const password = scheme.toLowerCase() === "basic" ? decodedBase64(rest).replace(/^[^:]*:/, "") : "";
  return [rest, ...(password === "" ? [] : [password])];
}

function cookieSecrets(pair: string): readonly string[] {
  const at = pair.indexOf("=");
  const [name, value] = [pair.slice(0, Math.max(at, 0)).trim(), unquoted(pair.slice(at + 1).trim())];
  return at >= 0 && (isSecretField(name, value) || looksRandom(value)) ? [value, percentDecoded(value)] : [];
}

/** A body as JSON, as a form, or as lines in which members of JSON stand. */
export function secretsInBody(text: string): readonly string[] {
  if (/^[^\s=&{["]+=\S*$/.test(text)) return fieldSecrets(text);
  return mayNameSecrets(text) ? (secretsInJson(text) ?? quotedSecrets(text)) : [];
}

/** Values in a query or a form, as they are written and decoded. */
function fieldSecrets(query: string): readonly string[] {
  return query.split(/[&#]/).flatMap((field) => {
    const at = field.indexOf("=");
    if (at < 0) return [];
    const [name, value] = [percentDecoded(field.slice(0, at)), field.slice(at + 1)];
    const decoded = percentDecoded(value.replaceAll("+", " "));
    return isSecretField(name, decoded) ? [value, decoded] : [];
  });
}

function inAddresses(text: string): readonly string[] {
  return passwordsInAddresses(text).flatMap((password) => [password, percentDecoded(password)]);
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function decodedBase64(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text.trim()), (unit) => unit.charCodeAt(0)));
  } catch {
    // Whatever it is, it is no credentials of RFC 7617.
    return "";
  }
}
