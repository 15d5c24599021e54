import { normalPercentEncoding } from "#core/text/http/percent-encoding.ts";
import { readParameter, readParameterised, splitAt, unquoted } from "./header-parts.ts";

/*
 * Each of these gives one text for all spellings of a header's value that its standard calls equal.
 */

/** Content-Disposition (RFC 6266): a file name may be quoted, and `filename*` goes before `filename` (section 4.3). */
export function dispositionText(value: string): string {
  const { value: type, parameters } = readParameterised(value);
  const extended = parameters.find(([name]) => name === "filename*")?.[1].replace(/^[^']*'[^']*'/, "");
  const plain = parameters.find(([name]) => name === "filename")?.[1];
  const others = parameters.filter(([name]) => name !== "filename" && name !== "filename*");
  return JSON.stringify([type.toLowerCase(), extended ?? plain, others]);
}

/** WWW-Authenticate (RFC 9110, section 11): the scheme and the names of parameters in any case, quoted or not. */
export function challengesText(value: string): string {
  const challenges: { readonly scheme: string; readonly parameters: (readonly [string, string])[] }[] = [];
  for (const piece of splitAt(value, ",")) {
    const [, scheme, rest] = /^([^\s=]+)(?:\s+(.*))?$/s.exec(piece) ?? [];
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: [] });
    const parameter = scheme === undefined ? piece : rest;
    if (parameter !== undefined) challenges.at(-1)?.parameters.push(readParameter(parameter));
  }
  return JSON.stringify(
    challenges.map(({ scheme, parameters }) => [scheme, parameters.map((pair) => pair.join("=")).toSorted()]),
  );
}

/** Content codings in the order in which they were applied; `x-gzip` is `gzip`, `identity` is none (RFC 9110, section 8.4.1). */
export function codingsText(value: string): string {
  return splitAt(value.toLowerCase(), ",")
    .filter((coding) => coding !== "identity")
    .map((coding) => coding.replace(/^x-(gzip|compress)$/, "$1"))
    .join(",");
}

/**
 * Web links (RFC 8288): names and relations in any case, quoted or not, parameters and links in any order; `resolve` makes
 * a whole address of a target (section 3.1).
 */
export function linksText(value: string, resolve: (target: string) => string): string {
  const links = splitAt(value, ",").map((piece) => {
    const { value: target, parameters } = readParameterised(piece);
    const read = parameters.map(([name, written]) => [name, name === "rel" ? relations(written) : written]);
    return JSON.stringify([normalPercentEncoding(resolve(target.replace(/^<(.*)>$/s, "$1"))), read]);
  });
  return links.toSorted().join(",");
}

function relations(written: string): string {
  return written.toLowerCase().split(/\s+/).toSorted().join(" ");
}

/** Directives apart by `sign`, in any case and order, their values quoted or not: Cache-Control, HSTS. */
export function directivesText(value: string, sign: string): string {
  const directives = splitAt(value, sign).map((piece) => {
    const [name, written] = readParameter(piece);
    return `${name}=${unquoted(written).toLowerCase()}`;
  });
  return directives.toSorted().join(",");
}

/** A list of names: neither order nor case nor blanks count, nor how often one stands there. */
export function listText(value: string): string {
  return [...new Set(splitAt(value.toLowerCase(), ","))].toSorted().join(",");
}

/** A list of which the last name that a client knows holds (Referrer Policy, section 8.1). */
export function orderedListText(value: string): string {
  return splitAt(value.toLowerCase(), ",").join(",");
}

/** Endpoints by name (Reporting API, section 3.2): in any order, their addresses as they are. */
export function endpointsText(value: string): string {
  const endpoints = splitAt(value, ",").map((piece) => readParameter(piece).join("="));
  return endpoints.toSorted().join(",");
}

/**
 * Content-Security-Policy: directives in any order, and in each the sources. A nonce is another in each answer, as it
 * must be.
 */
export function policyText(value: string): string {
  const directives = splitAt(value, ";").map((piece) => {
    const [name = "", ...sources] = piece.replaceAll(/'nonce-[^']*'/g, "'nonce'").split(/\s+/);
    return [name.toLowerCase(), ...sources.toSorted()].join(" ");
  });
  return directives.toSorted().join(";");
}
