import type { LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { SourceChange } from "#core/model/source-change.ts";
import { createLines } from "#core/text/lines.ts";

import { type CrateAbilities, crateAbilities } from "./crate-abilities.ts";
import { snakeName } from "./rust-names.ts";
import { codeOnly } from "./rust-scan.ts";
import { importable, imported, shortened } from "./short-names.ts";
import { modLine, type StubPlace, stubPlace } from "./stub-place.ts";
import { stubContents, type TypeSources } from "./stub-contents.ts";
import { type HandlerText, writeHandler } from "./write-handler.ts";

/** What a stub is made from. Files are relative to the project's folder. */
export interface StubSources extends TypeSources {
  /** All routes of the Rust server. */
  readonly rust: readonly Route[];
  /** The texts of all Rust files in which its routes come about or are answered, and of the modules beside them. */
  readonly texts: ReadonlyMap<string, string>;
  /** The crate's `Cargo.toml`, then those of the folders around it. */
  readonly manifests: readonly string[];
}

/**
 * A handler that answers 501, with the types of what it takes and answers, and the line by which its router knows it; or
 * the sentence that says why there is none.
 */
export function writeStub(sources: StubSources): SourceChange | string {
  const { row, rust, texts } = sources;
  const { method, path } = row;
  const call = METHOD_CALLS[method];
  if (call === undefined)
    return `A handler for ${method} is not written: axum has no function of that name for a route.`;
  const place = stubPlace(path, rust, texts);
  if (place === undefined) {
    return `No router of the Rust server is known to which ${method} ${path} could be added: add the first route by hand.`;
  }
  const abilities = crateAbilities(sources.manifests);
  const file = place.kind === "beside" ? place.handlerFile : place.file;
  const name = freeName(handlerName(row), codeOnly(texts.get(file) ?? ""));
  const contents = stubContents(sources, abilities, codeOnly(texts.get(file) ?? ""));
  const local = routePath(place.local, row, abilities);
  // The router of utoipa-axum has the path from the attribute, and puts what it is nested under before it.
  const attributePath = place.site.name === "routes" ? place.local : path;
  const handler = writeHandler(row, { ...contents.parts, name, attributePath }, { file, abilities });
  const models = contents.models === "" ? "" : `${contents.models}\n`;
  return place.kind === "beside"
    ? besideStub(place, { handler, models, name, call, local, texts })
    : moduleStub(place, { handler, models, name, call, local, texts });
}

interface Written {
  readonly handler: HandlerText;
  /** Empty, or their text with an empty line behind it. */
  readonly models: string;
  readonly name: string;
  readonly call: string;
  /** The path as the router's call has it. */
  readonly local: string;
  readonly texts: ReadonlyMap<string, string>;
}

const METHOD_CALLS: Readonly<Record<string, string>> = {
  GET: "get",
  HEAD: "head",
  POST: "post",
  PUT: "put",
  PATCH: "patch",
  DELETE: "delete",
  OPTIONS: "options",
  TRACE: "trace",
};

/** A path in OpenAPI's form as the crate's axum writes it; the last parameter takes the rest where Python's does. */
function routePath(path: string, { python }: LedgerRow, { hasColonPaths }: CrateAbilities): string {
  const takesRest = python[0]?.parameters.at(-1)?.isRest === true;
  const whole = takesRest ? path.replace(/\{([^{}]*)\}$/, "{*$1}") : path;
  if (!hasColonPaths) return whole;
  return whole.replaceAll(/(?<=\/)\{(\*?)([^{}]*)\}/g, (_, star: string, name: string) => `${star || ":"}${name}`);
}

/** At the end of a file, before its tests. */
function besideStub(place: Extract<StubPlace, { kind: "beside" }>, written: Written): SourceChange {
  const { site, handlerFile, path } = place;
  const { handler, models, name, call, local, texts } = written;
  const text = texts.get(handlerFile) ?? "";
  const tests = /\n#\[cfg\(test\)\]\s*mod\s/.exec(text);
  const at = tests === null ? text.length : tests.index;
  const gap = text.slice(0, at).endsWith("\n") ? "\n" : "\n\n";
  const names = imported(`${models}${handler.before}${handler.body}`, codeOnly(text));
  const before = shortened(`${gap}${models}${handler.before}`, names);
  const own = `${before}${shortened(handler.body, names)}`;
  const [macro] = /^(?:\w+::)*routes!/.exec(site.rest) ?? [];
  const added =
    macro === undefined
      ? `"${local}", ${methodPath(site.rest, call, texts.get(site.file) ?? "")}(${path}${name})`
      : `${macro}(${path}${name})`;
  const route = `${site.lead}.${site.name}(${added})`;
  const siteLines = createLines(texts.get(site.file) ?? "");
  const edits = [
    { file: site.file, range: siteLines.rangeOf(site.end, site.end), newText: route },
    { file: handlerFile, range: createLines(text).rangeOf(at, at), newText: own },
  ];
  // The route is added above the handler, where both are in one file.
  const shift = site.file === handlerFile && site.end <= at ? route : "";
  const after = `${text.slice(0, at)}${shift}${own}`;
  const offset = at + shift.length + before.length;
  const whole = shift === "" ? after : `${text.slice(0, site.end)}${route}${text.slice(site.end, at)}${own}`;
  return { edits, files: [], cursor: cursorAt(handlerFile, whole, offset) };
}

function moduleStub(place: Extract<StubPlace, { kind: "module" }>, written: Written): SourceChange {
  const { file, parent, module, router, nest } = place;
  const { handler, models, name, call, local, texts } = written;
  const names = importable(`${models}${handler.before}${handler.body}`);
  const uses = ["axum::Router", `axum::routing::${call}`, ...names].map((each) => `use ${each};`).toSorted();
  const head = [
    ...uses,
    "",
    ...(router.uses.length > 0 ? [...router.uses, ""] : []),
    `pub fn ${router.name}() -> ${router.returns} {`,
    `    Router::new().route("${local}", ${call}(${name}))`,
    "}",
    "",
    "",
  ].join("\n");
  const before = `${head}${shortened(`${models}${handler.before}`, names)}`;
  const text = `${before}${shortened(handler.body, names)}`;
  const parentText = texts.get(parent.file) ?? "";
  const lines = createLines(parentText);
  const added =
    nest === undefined ? `.merge(${module}::${router.name}())` : `.nest("${nest}", ${module}::${router.name}())`;
  const line = newModLine(parentText, place);
  return {
    edits: [
      { file: parent.file, range: lines.rangeOf(line.at, line.at), newText: line.text },
      { file: parent.file, range: lines.rangeOf(parent.end, parent.end), newText: `${parent.lead}${added}` },
    ],
    files: [{ file, text }],
    cursor: cursorAt(file, text, before.length),
  };
}

/** In the order of the alphabet among those that stand together with the module beside it. */
function newModLine(
  text: string,
  { module, site, parent }: Extract<StubPlace, { kind: "module" }>,
): { readonly at: number; readonly text: string } {
  const siblings = [...text.matchAll(/^([ \t]*(?:pub(?:\([^)]*\))?\s+)?mod\s+)((?:r#)?\w+)\s*;[^\n]*\n?/gm)];
  const beside = siblingName(site.file === parent.file ? site.rest : site.file);
  const prefix = modLine(text, beside)?.line ?? siblings[0]?.[1] ?? "mod ";
  const before = siblings.findLast((match) => (match[2] ?? "") < module);
  const at = before === undefined ? (siblings[0]?.index ?? 0) : before.index + before[0].length;
  return { at, text: `${prefix}${module};\n` };
}

/** `nodes` of `nodes::router()` or `src/routes/nodes.rs` */
function siblingName(text: string): string {
  return /^(\w+)::/.exec(text)?.[1] ?? /(\w+)(?:\/mod)?\.rs$/.exec(text)?.[1] ?? "";
}

/** As the routes beside it name such functions: `get`, `routing::get`; in full where the name is not known in the file. */
function methodPath(rest: string, call: string, text: string): string {
  const path = /^((?:\w+::)+)\w+\s*\(/.exec(rest)?.[1];
  if (path !== undefined) return `${path}${call}`;
  const uses = codeOnly(text).match(/^\s*(?:pub\s+)?use\s[^;]+;/gm) ?? [];
  const isKnown = uses.some(
    (use) => use.includes("routing") && new RegExp(String.raw`\b${call}\b|routing::\*`).test(use),
  );
  return isKnown ? call : `axum::routing::${call}`;
}

function handlerName({ python, method, path }: LedgerRow): string {
  const name = python.find(({ handler }) => handler !== undefined)?.handler?.name;
  return snakeName(name === undefined || !/^\w+$/.test(name) ? `${method} ${path}` : name);
}

function freeName(name: string, code: string): string {
  const isTaken = (each: string): boolean => new RegExp(String.raw`\bfn\s+${each}\b|[{,\s]${each}\s*[,;}]`).test(code);
  const plain = `${name.replace(/^r#/, "")}_handler`;
  for (let count = 0; ; count += 1) {
    const each = count === 0 ? name : count === 1 ? plain : `${plain}_${count}`;
    if (!isTaken(each)) return each;
  }
}

function cursorAt(file: string, text: string, offset: number): Place {
  return { file, range: createLines(text).rangeOf(offset, offset) };
}
