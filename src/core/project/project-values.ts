import { SIDES } from "#core/model/endpoint.ts";
import { parseEndpointPattern } from "#core/model/rules/endpoint-pattern.ts";
import { duration } from "#core/text/yaml/yaml-duration.ts";
import { endpointPattern } from "#core/compare/rule-format/yaml-rule.ts";
import {
  listOf,
  located,
  mapOf,
  optional,
  record,
  refined,
  required,
  type Located,
  type Shape,
  type Spot,
} from "#core/text/yaml/yaml-shape.ts";
import type { YamlNode } from "#core/text/yaml/yaml.ts";
import { choice, json, text, truth, writtenText } from "#core/text/yaml/yaml-values.ts";
import type { Range } from "#core/model/place.ts";
import type { DatabaseEngine } from "#core/model/databases/database-engine.ts";
import type { FurtherHeader, NetworkAddress } from "#core/model/project.ts";
import { isKnownVariable, namesOfVariables, SECRET_VARIABLE } from "./variable-names.ts";
import { DIFFERENCE_CONSEQUENCES } from "#core/model/rules/severity-policy.ts";

/** A file or folder, relative to the project file, without `./` and without a slash at the end; `.` is its own folder. */
export const relativePath: Shape<Located<string>> = located(
  refined(text, { pattern: String.raw`^(?![/\\~]|[A-Za-z][A-Za-z+.-]*:)` }, (path, range, at) => {
    if (hasNul(path, range, at)) return undefined;
    if (/^(?:[/\\~]|[A-Za-z][A-Za-z+.-]*:)/.test(path)) {
      at.report("path-absolute", range, { key: at.path, path });
      return undefined;
    }
    return normalPath(path);
  }),
);

const casesRecord = record({
  folder: optional("A folder of case files (.yaml).", relativePath),
  generate: optional(
    "true: requests are made up from what the contract or the Python sources say that an endpoint takes, at most six an endpoint: one valid, such at the limits, such with one thing invalid.",
    truth,
  ),
});

/** Where cases come from besides the contract's examples: a folder of case files, or that and what is made up. */
export const casesSetting: Shape<{ readonly folder: Located<string> | undefined; readonly isGenerating: boolean }> = {
  schema: { anyOf: [relativePath.schema, casesRecord.schema] },
  read: (node, at) => {
    if (node.kind !== "map") {
      const folder = relativePath.read(node, at);
      return folder && { folder, isGenerating: false };
    }
    const written = casesRecord.read(node, at);
    return written && { folder: written.folder, isGenerating: written.generate === true };
  },
};

/** The name of an environment variable. */
export const variableName: Shape<string> = refined(text, { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" }, (name, range, at) => {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  at.report("variable-name-unreadable", range, { name });
  return undefined;
});

/** A path on the server that begins with a slash. */
export const urlPath: Shape<string> = refined(text, { pattern: String.raw`^/\S*$` }, (path, range, at) => {
  if (/^\/\S*$/.test(path)) return path;
  at.report("url-path-unreadable", range, { key: at.path, path });
  return undefined;
});

/** A JSON pointer (RFC 6901) to something inside: `/token`, `/data/0/a~1b`. */
export const pointer: Shape<string> = refined(
  text,
  { pattern: String.raw`^(?:/(?:[^/~]|~[01])*)*$` },
  (value, range, at) => {
    if (/^(?:\/(?:[^/~]|~[01])*)*$/.test(value)) return value;
    at.report("pointer-unreadable", range, { key: at.path, pointer: value });
    return undefined;
  },
);

/** The name of a header (RFC 9110, section 5.1). */
export const headerName: Shape<string> = refined(
  text,
  { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
  (name, range, at) => {
    if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return name;
    at.report("header-name-unreadable", range, { name });
    return undefined;
  },
);

/** Headers to send, by name; each value is one line of Latin-1 (RFC 9110, section 5.5). */
export const headersToSend: Shape<readonly (readonly [name: string, value: string])[]> = {
  schema: { ...mapOf(writtenText).schema, propertyNames: headerName.schema },
  read: (node, at) => {
    const headers = mapOf(located(writtenTextWith(SECRET_VARIABLE))).read(node, at) ?? [];
    const broken = headers.find(([name, { value }]) => !isHeader(name, value));
    if (broken === undefined)
      return node.kind === "map" ? headers.map(([name, { value }]) => [name, value]) : undefined;
    at.report("case-header-unreadable", broken[1].range, { name: broken[0] });
    return undefined;
  },
};

function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7E\x80-\xFF]*$/.test(value);
}

const headerAtEndpoint = record({
  name: required("The header's name.", headerName),
  endpoint: required("The endpoints where it is compared, one or a pattern.", endpointPattern),
});

/** A header to compare: its name alone, or with the endpoints that it is compared at. */
export const furtherHeader: Shape<FurtherHeader> = {
  schema: { anyOf: [headerName.schema, headerAtEndpoint.schema] },
  read: (node, at) => {
    const written = node.kind === "map" ? headerAtEndpoint.read(node, at) : { name: headerName.read(node, at) };
    if (written?.name === undefined) return undefined;
    return { ...written, name: written.name.toLowerCase() };
  },
};

/** A host and a port: `localhost:5432`, `[::1]:5432`. */
const networkAddress: Shape<NetworkAddress> = refined(
  text,
  { pattern: String.raw`^(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$` },
  (address, range, at) => {
    const [, name, literal, port = ""] = /^(?:([\w.-]+)|\[([0-9a-fA-F:]+)\]):(\d{1,5})$/.exec(address) ?? [];
    const host = name ?? literal;
    if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return { host, port: Number(port) };
    at.report("network-address-unreadable", range, { key: at.path, address });
    return undefined;
  },
);

const loopback = choice(["loopback"]);

const loopbackAndMore = record({
  reach: required(
    "What the servers reach besides, each at the same port of their own localhost: localhost:5432",
    listOf(networkAddress),
  ),
});

/** What the servers can reach besides their own loopback: `loopback` for nothing, or a list of addresses. */
export const network: Shape<readonly NetworkAddress[]> = {
  schema: { anyOf: [loopback.schema, loopbackAndMore.schema] },
  read: (node, at) => {
    if (node.kind === "map") return loopbackAndMore.read(node, at)?.reach;
    return loopback.read(node, at) === undefined ? undefined : [];
  },
};

const BYTES_PER_UNIT: Readonly<Record<string, number>> = { KB: 1024, MB: 1024 ** 2 };

/** Both bodies of a case go from the runner to the editor as one text, and a text of JavaScript ends at 512 MB. */
const MOST_BYTES = 128 * 1024 ** 2;

/** A size with its unit, as bytes: `64 MB` → 67108864. Units are powers of 1024. */
export const byteSize: Shape<number> = refined(
  text,
  { pattern: String.raw`^\d+(?:\.\d+)?\s*(?:KB|MB)$` },
  (value, range, at) => {
    const [, count = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*(KB|MB)$/.exec(value) ?? [];
    const bytes = Math.floor(Number(count) * (BYTES_PER_UNIT[unit] ?? 0));
    if (bytes >= 1024 && bytes <= MOST_BYTES) return bytes;
    at.report("byte-size-unreadable", range, { key: at.path, value });
    return undefined;
  },
);

/** How long something may take, as milliseconds. */
export const timeLimit: Shape<number> = {
  schema: duration.schema,
  read: (node, at) => {
    const limit = duration.read(node, at);
    if (limit === undefined || (limit >= SHORTEST_LIMIT_MS && limit <= LONGEST_LIMIT_MS)) return limit;
    at.report("limit-out-of-bounds", node.range, { key: at.path });
    return undefined;
  },
};

/** Less is within what a busy machine takes for nothing. */
const SHORTEST_LIMIT_MS = 100;
const LONGEST_LIMIT_MS = 60 * 60 * 1000;

/** Text in which Portolan fills in `${…}` for the names given, and no others. */
export function textWith(...names: readonly string[]): Shape<string> {
  return refined(text, {}, (value, range, at) => knownVariables(value, names, range, at));
}

/** The same for a value that may also be written as a number or a truth value. */
export function writtenTextWith(...names: readonly string[]): Shape<string> {
  return refined(writtenText, {}, (value, range, at) => knownVariables(value, names, range, at));
}

/** Version 1 of the format, the only one there is. */
export const version: Shape<1> = {
  schema: { const: 1 },
  read: (node, at) => {
    if (node.kind === "scalar" && node.value === 1) return 1;
    const found = node.kind === "scalar" ? node.source : `a ${node.kind === "map" ? "mapping" : "list"}`;
    at.report("project-version", node.range, { found, known: 1 });
    return undefined;
  },
};

const engines = choice(["none", "sqlite", "postgresql"]);

/** Another one leaves the ledger as it is; nothing is run with it. */
export const engine: Shape<DatabaseEngine> = {
  ...engines,
  read: (node, at) => engines.read(node, at) ?? "none",
};

export const side = choice(SIDES);

/** What Portolan fills in about the database. */
export const DATABASE_VARIABLES = [
  "database",
  "database.url",
  "database.host",
  "database.port",
  "database.user",
  "database.password",
] as const;

/** The folder that each side gets for files. */
export const DATA_VARIABLE = "data";

/** The address of a PostgreSQL server. */
export const serverUrl: Shape<string> = refined(
  text,
  { pattern: String.raw`^postgres(ql)?://[^/?#]+` },
  (url, range, at) => {
    if (/^postgres(?:ql)?:\/\/[^/?#]/.test(url)) return url;
    at.report("server-url-unreadable", range, { key: at.path });
    return undefined;
  },
);

/** A mapping from endpoints or patterns of endpoints. */
export function byEndpointPattern<T>(item: Shape<T>): ReturnType<typeof mapOf<T>> {
  const entries = mapOf(item);
  return {
    schema: { ...entries.schema, propertyNames: endpointPattern.schema },
    read: (node, at) => {
      for (const { key, keyRange } of node.kind === "map" ? node.entries : []) {
        if (parseEndpointPattern(key) === undefined) at.report("endpoint-pattern-unreadable", keyRange, { text: key });
      }
      return entries.read(node, at);
    },
  };
}

export const consequence = choice(DIFFERENCE_CONSEQUENCES);

/** JSON in whose texts Portolan fills in `${…}` for the names given, and no others. */
export function jsonWith(...names: readonly string[]): Shape<YamlNode> {
  return {
    schema: json.schema,
    read: (node, at) => {
      const value = json.read(node, at);
      const texts = value === undefined ? [] : textsIn(value);
      const areKnown = texts.map(({ text: each, range }) => knownVariables(each, names, range, at) !== undefined);
      return areKnown.every(Boolean) ? value : undefined;
    },
  };
}

function textsIn(node: YamlNode): readonly { readonly text: string; readonly range: Range }[] {
  if (node.kind === "map") return node.entries.flatMap(({ value }) => textsIn(value));
  if (node.kind === "list") return node.items.flatMap(textsIn);
  return typeof node.value === "string" ? [{ text: node.value, range: node.range }] : [];
}

function knownVariables(value: string, given: readonly string[], range: Range, at: Spot): string | undefined {
  if (hasNul(value, range, at)) return undefined;
  const names = namesOfVariables(at.document, given);
  const unknown = [...value.matchAll(/\$\{([^}]*)\}/g)].filter(([, name = ""]) => !isKnownVariable(name, names));
  for (const [written, name = ""] of unknown) {
    const known = names.map((each) => `\${${each}}`).join(", ");
    at.report("variable-unknown", at.document.locate(range, written), { name, known });
  }
  return unknown.length === 0 ? value : undefined;
}

/** Neither a command, nor a variable, nor the name of a file can hold it. */
function hasNul(value: string, range: Range, at: Spot): boolean {
  if (!value.includes("\0")) return false;
  at.report("value-with-nul", range, { key: at.path });
  return true;
}

/** `./a//b/../c/` → `a/c` */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}
