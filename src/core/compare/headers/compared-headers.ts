import type { Severity } from "#core/model/run/difference.ts";
import { type MediaType, readMediaType } from "../bodies/media-type.ts";

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
}

/**
 * The headers that are compared: those that clients act on and that a framework sets by itself. What each answer has
 * anew (`date`, `server`, `content-length`, request ids) is left out; Set-Cookie has rules of its own.
 */
const COMPARED_HEADERS: readonly ComparedHeader[] = [
  { name: "content-type", disagreement: byMediaType, absence: "breaking" },
  { name: "content-encoding", disagreement: byList, absence: "changed" },
  { name: "content-disposition", disagreement: byText, absence: "changed" },
  { name: "content-range", disagreement: byText, absence: "breaking" },
  { name: "location", disagreement: byTarget, absence: "breaking" },
  { name: "link", disagreement: byLinks, absence: "changed" },
  { name: "allow", disagreement: byList, absence: "changed" },
  { name: "www-authenticate", disagreement: byText, absence: "changed" },
  { name: "cache-control", disagreement: byList, absence: "changed" },
  // How a tag is made is the server's own affair; that there is one is what clients see.
  { name: "etag", disagreement: () => undefined, absence: "changed" },
  { name: "retry-after", disagreement: byText, absence: "changed" },
  { name: "access-control-allow-origin", disagreement: byText, absence: "breaking" },
  { name: "access-control-allow-credentials", disagreement: byText, absence: "breaking" },
  { name: "access-control-allow-methods", disagreement: byList, absence: "changed" },
  { name: "access-control-allow-headers", disagreement: byList, absence: "changed" },
  { name: "access-control-expose-headers", disagreement: byList, absence: "changed" },
  { name: "access-control-max-age", disagreement: byText, absence: "changed" },
];

/** The table, and the headers named `further`, whose values have to be equal also where the table asks less. */
export function comparedHeaders(further: readonly string[]): readonly ComparedHeader[] {
  if (further.length === 0) return COMPARED_HEADERS;
  const named = new Set(further.filter((name) => name !== "set-cookie"));
  const listed = COMPARED_HEADERS.map((header): ComparedHeader => {
    if (!named.delete(header.name)) return header;
    const { disagreement } = header;
    return { ...header, disagreement: (python, rust) => disagreement(python, rust) ?? byText(python, rust) };
  });
  return [
    ...listed,
    ...[...named].toSorted().map((name): ComparedHeader => ({ name, disagreement: byText, absence: "changed" })),
  ];
}

/** Another media type breaks a client, another parameter is a change; case, blanks and quotes do not count. */
function byMediaType(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const left = readMediaType(python.value);
  const right = readMediaType(rust.value);
  if (left.essence !== right.essence) return "breaking";
  return parametersOf(left) === parametersOf(right) ? undefined : "changed";
}

function parametersOf({ parameters }: MediaType): string {
  return parameters.join(";");
}

function byText(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  return python.value.trim() === rust.value.trim() ? undefined : "changed";
}

/** A list of methods, directives or names: neither order nor case nor blanks count. */
function byList(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const items = ({ value }: HeaderLine): string =>
    value
      .toLowerCase()
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "")
      .toSorted()
      .join(",");
  return items(python) === items(rust) ? undefined : "changed";
}

/**
 * Where a redirect leads, seen from the request (RFC 9110, section 10.2.2): an address on the side's own server is the
 * same as its path alone, and a random id is expected to be another; both are told and do not fail.
 */
function byTarget(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const left = targetOf(python);
  const right = targetOf(rust);
  if (left.target === right.target) return left.isWhole === right.isWhole ? undefined : "cosmetic";
  return left.target.replaceAll(UUID, "") === right.target.replaceAll(UUID, "") ? "cosmetic" : "breaking";
}

/** Where something new was made, its id is random on each side; that there is one at the same place is what counts. */
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** Web links (RFC 8288), the side's own address taken away. */
function byLinks(python: HeaderLine, rust: HeaderLine): Severity | undefined {
  const links = ({ value, requestUrl }: HeaderLine): string => {
    const origin = URL.parse(requestUrl)?.origin;
    return (origin === undefined ? value : value.replaceAll(`<${origin}`, "<")).replaceAll(/\s+/g, "");
  };
  return links(python) === links(rust) ? undefined : "changed";
}

function targetOf({ value, requestUrl }: HeaderLine): { readonly target: string; readonly isWhole: boolean } {
  const isWhole = /^[a-z][a-z\d+.-]*:/i.test(value);
  const base = URL.parse(requestUrl);
  const url = URL.parse(value, base ?? undefined);
  if (url === null) return { target: value, isWhole };
  const isOwn = base !== null && url.origin === base.origin;
  return { target: isOwn ? url.pathname + url.search + url.hash : url.href, isWhole };
}
