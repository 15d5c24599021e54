import type { AssetSettings, OldServer } from "#core/model/gates/gate-settings.ts";
import { isLoopbackOrigin } from "#core/model/attached.ts";
import { listOf, located, mapOf, oneOrMore, optional, record, refined, required } from "#core/text/yaml/yaml-shape.ts";
import type { Shape } from "#core/text/yaml/yaml-shape.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import { relativePath, textWith, urlPath, writtenTextWith } from "./project-values.ts";
import { origin as serverOrigin } from "./container-line.ts";

const ownOrigin: Shape<string> = refined(serverOrigin, {}, (origin, range, at) => {
  if (isLoopbackOrigin(origin)) return origin;
  at.report("assets-old-foreign", range, { origin });
  return undefined;
});

const started = record({
  start: required("The shell command that starts it; ${port} is where it listens.", textWith("port")),
  folder: optional("Where it runs, relative to this file. Without it, this file's folder.", relativePath),
  ready: optional("A path that answers 2xx once it is up. Without it, /", urlPath),
});

const attached = record({
  attach: required("One that runs on this machine: http://127.0.0.1:8000", ownOrigin),
});

const python = choice(["python"]);

const old: Shape<OldServer> = {
  schema: { anyOf: [python.schema, started.schema, attached.schema] },
  read: (node, at) => {
    if (node.kind !== "map") return python.read(node, at) && { kind: "python" };
    if (node.entries.some(({ key }) => key === "attach")) {
      const origin = attached.read(node, at)?.attach;
      return origin === undefined ? undefined : { kind: "attach", origin };
    }
    const { start: line, folder, ready = "/" } = started.read(node, at) ?? {};
    return line === undefined ? undefined : { kind: "start", line, folder: folder?.value ?? ".", ready };
  },
};

/** The static build of the pages, and who served it before. */
export const assets = record({
  folder: required("The folder of the build, relative to this file.", relativePath),
  at: optional("The path that it is served at. Without it, /", urlPath),
  index: optional("The file that pages fall back to. Without it, index.html", relativePath),
  pages: required(
    "The routes of the pages, all of which answer the index; parameters stand in braces: /nodes/{id}",
    listOf(located(urlPath)),
  ),
  api: optional("What stands below is no page: /api, or a list. Without it, /api", oneOrMore(urlPath)),
  environment: optional(
    "Variables of the Rust server in which ${assets} stands for the folder that it serves: a copy of the build, with a file beside it that must not be given away.",
    mapOf(writtenTextWith("assets")),
  ),
  old: optional(
    "Who serves the pages now, to be held against: python, { start: COMMAND }, or { attach: http://127.0.0.1:8000 }.",
    old,
  ),
});

/** The settings of what is written in `file`. */
export function asAssets(
  file: string,
  { folder, at, index, pages, api, environment, old: server }: NonNullable<ReturnType<typeof assets.read>>,
): AssetSettings {
  return {
    folder: folder.value,
    place: { file, range: folder.range },
    at: withoutSlash(at ?? "/"),
    index: index?.value ?? "index.html",
    pages: pages.map(({ value, range }) => ({ path: value, place: { file, range } })),
    api: (api ?? ["/api"]).map(withoutSlash),
    environment: Object.fromEntries(environment ?? []),
    ...(server && { old: server }),
  };
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}
