import { NO_FACTS } from "../../values/declared-facts.ts";
import type { Machine } from "../../values/machine.ts";
import { knownText, register, textOf, textParts, type Arguments, type Router } from "../../values/values.ts";

/** The folder that an app has unless it is told otherwise; a blueprint has none. */
const FOLDER = "static";

/** The route for static files, which `Flask(…)` and `Blueprint(…, static_folder=…)` add by themselves. */
export function addStaticFiles(router: Router, { named, positional, place }: Arguments, machine: Machine): void {
  const [path, folder] = router.isApp
    ? [named.get("static_url_path") ?? positional[1], named.get("static_folder") ?? positional[2]]
    : [named.get("static_url_path") ?? positional[3], named.get("static_folder") ?? positional[2]];
  const isNone = folder?.value.kind === "constant" && folder.value.value === null;
  if (isNone || (!folder && !router.isApp)) return;
  const url = path && !(path.value.kind === "constant" && path.value.value === null) ? path : undefined;
  const name = folder ? knownText(folder.value) : FOLDER;
  const below = url
    ? textParts(url.value, url.place)
    : name === undefined
      ? [{ reason: "the folder of static files is not known", place: folder?.place ?? place }]
      : [`/${name.replace(/\/+$/, "").split("/").at(-1) ?? ""}`];
  const [last] = below.slice(-1);
  const parts = [
    ...below.slice(0, -1),
    ...(typeof last === "string" ? [`${last.replace(/\/+$/, "")}/<path:filename>`] : last ? [last, FILE] : [FILE]),
  ];
  const conditional = machine.conditions.join(" and ");
  register(router, {
    kind: "route",
    routeKind: "http",
    place,
    path: {
      value: parts.length === 1 && typeof parts[0] === "string" ? textOf(parts[0]) : { kind: "text", parts },
      place,
    },
    by: "static_folder",
    methods: [],
    implicit: ["GET", "HEAD", "OPTIONS"],
    handler: undefined,
    ignoresOwnPrefix: false,
    ...(conditional && { conditional }),
    declared: NO_FACTS,
  });
}

const FILE = "/<path:filename>";
