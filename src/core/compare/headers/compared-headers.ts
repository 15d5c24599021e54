import type { Severity } from "#core/model/run/difference.ts";
import { readAnyMoment } from "#core/text/time/moments.ts";
import { type MediaType, readMediaType } from "#core/text/http/media-type.ts";
import { normalPercentEncoding } from "#core/text/http/percent-encoding.ts";
import {
  challengesText,
  codingsText,
  directivesText,
  dispositionText,
  endpointsText,
  linksText,
  listText,
  orderedListText,
  policyText,
} from "./header-spellings.ts";

/** A side's header: its lines joined as RFC 9110, section 5.3, allows, and the address of the request it answers. */
export interface HeaderLine {
  readonly value: string;
  readonly requestUrl: string;
}

/** One header that is compared. */
export interface ComparedHeader {
  readonly name: string;
  /** How two values disagree that are both there; undefined where a client cannot tell them apart. */
  readonly disagreement: (python: HeaderLine, rust: HeaderLine) => Severity | undefined;
  /** How much it matters that only one side sends it. */
  readonly absence: Severity;
  /** A value that says the same as no such header. */
  readonly absent?: string;
  /** Of answers to this method alone. */
  readonly method?: string;
}

const byList = bySpelling(listText);
const byCommas = bySpelling((value) => directivesText(value, ","));
const bySemicolons = bySpelling((value) => directivesText(value, ";"));
const byPolicy = bySpelling(policyText);
const byAnyCase = bySpelling((value) => value.trim().toLowerCase());
const byText = bySpelling((value) => value.trim());

/**
 * The headers that are compared: those that clients, caches and browsers act on and that a framework sets by itself.
 * What each answer has anew (`date`, `server`, request ids) is left out; Set-Cookie has rules of its own.
 */
const COMPARED_HEADERS: readonly ComparedHeader[] = [
  { name: "content-type", disagreement: byMediaType, absence: "breaking" },
  { name: "content-encoding", disagreement: bySpelling(codingsText), absence: "changed", absent: "identity" },
  { name: "content-disposition", disagreement: bySpelling(dispositionText), absence: "changed" },
  { name: "content-language", disagreement: byList, absence: "changed" },
  { name: "content-location", disagreement: byTarget, absence: "changed" },
  { name: "content-range", disagreement: byText, absence: "breaking" },
  // Of other answers the body itself says how long it is.
  { name: "content-length", disagreement: byText, absence: "changed", method: "HEAD" },
  { name: "accept-ranges", disagreement: byAnyCase, absence: "changed", absent: "none" },
  { name: "location", disagreement: byTarget, absence: "breaking" },
  { name: "link", disagreement: byLinks, absence: "changed" },
  { name: "allow", disagreement: byList, absence: "changed" },
  { name: "www-authenticate", disagreement: bySpelling(challengesText), absence: "changed" },
  { name: "proxy-authenticate", disagreement: bySpelling(challengesText), absence: "changed" },
  { name: "accept-patch", disagreement: byList, absence: "changed" },
  { name: "accept-post", disagreement: byList, absence: "changed" },
  { name: "preference-applied", disagreement: byList, absence: "changed" },
  { name: "upgrade", disagreement: byList, absence: "changed" },
  { name: "sec-websocket-protocol", disagreement: byText, absence: "changed" },
  { name: "alt-svc", disagreement: byText, absence: "changed" },
  { name: "sourcemap", disagreement: byTarget, absence: "changed" },
  // What pages of results are counted by, as many clients know it.
  { name: "x-total-count", disagreement: byText, absence: "changed" },
  { name: "x-total-pages", disagreement: byText, absence: "changed" },
  { name: "x-pagination", disagreement: byText, absence: "changed" },
  { name: "x-ratelimit-limit", disagreement: byText, absence: "changed" },
  { name: "ratelimit-limit", disagreement: byText, absence: "changed" },
  { name: "ratelimit-policy", disagreement: byText, absence: "changed" },
  { name: "vary", disagreement: byList, absence: "changed" },
  { name: "cache-control", disagreement: byCommas, absence: "changed" },
  { name: "pragma", disagreement: byAnyCase, absence: "changed" },
  { name: "expires", disagreement: byExpiry, absence: "changed" },
  { name: "last-modified", disagreement: byMoment, absence: "changed" },
  // How a tag is made is the server's own affair; what clients see is that there is one, and whether it is good for `If-Match` and ranges.
  { name: "etag", disagreement: byWeakness, absence: "changed" },
  // Of bodies that are the same and not spelt alike, the digests differ.
  { name: "content-digest", disagreement: () => undefined, absence: "changed" },
  { name: "repr-digest", disagreement: () => undefined, absence: "changed" },
  { name: "digest", disagreement: () => undefined, absence: "changed" },
  { name: "retry-after", disagreement: byMoment, absence: "changed" },
  { name: "refresh", disagreement: byText, absence: "changed" },
  { name: "clear-site-data", disagreement: byList, absence: "changed" },
  { name: "deprecation", disagreement: byText, absence: "changed" },
  { name: "sunset", disagreement: byMoment, absence: "changed" },
  { name: "strict-transport-security", disagreement: bySemicolons, absence: "changed" },
  { name: "content-security-policy", disagreement: byPolicy, absence: "changed" },
  { name: "content-security-policy-report-only", disagreement: byPolicy, absence: "changed" },
  { name: "permissions-policy", disagreement: byCommas, absence: "changed" },
  { name: "referrer-policy", disagreement: bySpelling(orderedListText), absence: "changed" },
  { name: "x-frame-options", disagreement: byAnyCase, absence: "changed" },
  { name: "x-content-type-options", disagreement: byAnyCase, absence: "changed" },
  { name: "x-xss-protection", disagreement: bySemicolons, absence: "changed" },
  { name: "x-robots-tag", disagreement: byList, absence: "changed" },
  { name: "cross-origin-opener-policy", disagreement: byAnyCase, absence: "changed" },
  { name: "cross-origin-embedder-policy", disagreement: byAnyCase, absence: "changed" },
  { name: "cross-origin-resource-policy", disagreement: byAnyCase, absence: "changed" },
  { name: "x-permitted-cross-domain-policies", disagreement: byAnyCase, absence: "changed" },
  { name: "x-dns-prefetch-control", disagreement: byAnyCase, absence: "changed" },
  { name: "x-download-options", disagreement: byAnyCase, absence: "changed" },
  { name: "x-ua-compatible", disagreement: byAnyCase, absence: "changed" },
  { name: "origin-agent-cluster", disagreement: byText, absence: "changed" },
  { name: "document-policy", disagreement: byCommas, absence: "changed" },
  { name: "service-worker-allowed", disagreement: byText, absence: "changed" },
  { name: "speculation-rules", disagreement: byList, absence: "changed" },
  { name: "supports-loading-mode", disagreement: byList, absence: "changed" },
  { name: "accept-ch", disagreement: byList, absence: "changed" },
  { name: "critical-ch", disagreement: byList, absence: "changed" },
  { name: "nel", disagreement: byText, absence: "changed" },
  { name: "report-to", disagreement: byText, absence: "changed" },
  { name: "reporting-endpoints", disagreement: bySpelling(endpointsText), absence: "changed" },
  { name: "timing-allow-origin", disagreement: byList, absence: "changed" },
  { name: "access-control-allow-origin", disagreement: byText, absence: "breaking" },
  { name: "access-control-allow-credentials", disagreement: byText, absence: "breaking" },
  { name: "access-control-allow-private-network", disagreement: byText, absence: "changed" },
  { name: "access-control-allow-methods", disagreement: byList, absence: "changed" },
  { name: "access-control-allow-headers", disagreement: byList, absence: "changed" },
  { name: "access-control-expose-headers", disagreement: byList, absence: "changed" },
  { name: "access-control-max-age", disagreement: byText, absence: "changed" },
];

/** The table as far as it is for a method, and the headers named `further`, whose values have to be equal also where the table asks less. */
export function comparedHeaders(method: string, further: readonly string[]): readonly ComparedHeader[] {
  const table = COMPARED_HEADERS.filter((header) => header.method === undefined || header.method === method);
  const named = new Set(further.filter((name) => name !== "set-cookie"));
  const listed = table.map((header): ComparedHeader => {
    if (!named.delete(header.name)) return header;
    const { disagreement } = header;
    return { ...header, disagreement: (python, rust) => disagreement(python, rust) ?? byText(python, rust) };
  });
  return [
    ...listed,
    ...[...named].toSorted().map((name): ComparedHeader => ({ name, disagreement: byText, absence: "changed" })),
  ];
}

/** A change where two values are not two spellings of one. */
function bySpelling(text: (value: string) => string): ComparedHeader["disagreement"] {
  return (python, rust) => (text(python.value) === text(rust.value) ? undefined : "changed");
}

/** Another media type breaks a client, another parameter is a change; case, blanks and quotes do not count. */
function byMediaType(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const left = readMediaType(python.value);
  const right = readMediaType(rust.value);
  if (left.essence !== right.essence) return "breaking";
  return parametersOf(left) === parametersOf(right) ? undefined : "changed";
}

/** The boundary of a multipart body is drawn anew for each. */
function parametersOf({ essence, parameters }: MediaType): string {
  const isMultipart = essence.startsWith("multipart/");
  return (
    parameters
      .filter((parameter) => !isMultipart || !parameter.startsWith("boundary="))
      // Browsers take both (WHATWG Encoding, section 4.2).
      .map((parameter) => (parameter === "charset=utf8" ? "charset=utf-8" : parameter))
      .join(";")
  );
}

/** What two answers that are not made at the same moment may differ by. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** A date. What is none, as `Expires: 0` is, has to be the same text. */
function byMoment(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const [left, right] = [readAnyMoment(python.value.trim()), readAnyMoment(rust.value.trim())];
  if (left === undefined || right === undefined) return byText(python, rust);
  return Math.abs(left.seconds - right.seconds) <= CLOCK_TOLERANCE_SECONDS ? undefined : "changed";
}

/** What is no date is one that has passed (RFC 9111, section 5.3): `0` and `-1` say the same. */
function byExpiry(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const areDates = [python, rust].map(({ value }) => readAnyMoment(value.trim()) !== undefined);
  return areDates.includes(true) ? byMoment(python, rust) : undefined;
}

/**
 * Where a redirect leads, seen from the request (RFC 9110, section 10.2.2): an address on the side's own server is the
 * same as its path alone, which is told and does not fail. Ids in it are looked at elsewhere.
 */
function byTarget(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const left = targetOf(python);
  const right = targetOf(rust);
  if (left.target !== right.target) return "breaking";
  return left.isWhole === right.isWhole ? undefined : "cosmetic";
}

/** A weak tag never matches in `If-Match` and `If-Range` (RFC 9110, section 8.8.3.2). */
function byWeakness(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const isWeak = ({ value }: HeaderLine): boolean => value.trim().startsWith("W/");
  return isWeak(python) === isWeak(rust) ? undefined : "changed";
}

/** Web links (RFC 8288), the side's own address taken away. */
function byLinks(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const links = ({ value, requestUrl }: HeaderLine): string =>
    linksText(value, (target) => targetOf({ value: target, requestUrl }).target);
  return links(python) === links(rust) ? undefined : "changed";
}

/** An address without the side's own server, percent-encoded in one way. */
export function targetOf({ value, requestUrl }: HeaderLine): { readonly target: string; readonly isWhole: boolean } {
  const isWhole = /^[a-z][a-z\d+.-]*:/i.test(value);
  const base = URL.parse(requestUrl);
  const url = URL.parse(value, base ?? undefined);
  if (url === null) return { target: value, isWhole };
  const isOwn = base !== null && url.origin === base.origin;
  return { target: normalPercentEncoding(isOwn ? url.pathname + url.search + url.hash : url.href), isWhole };
}
