import { conditionOf } from "../../run/targets.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import type { Machine } from "../../values/machine.ts";
import {
  register,
  textOf,
  type Argument,
  type Arguments,
  type Entry,
  type Router,
  type Value,
} from "../../values/values.ts";
import { entryBase } from "./entry-base.ts";

/** Pages that FastAPI adds by itself: the keyword that moves or removes each, and where it is by default. */
const PAGES = [
  { keyword: "openapi_url", path: "/openapi.json" },
  { keyword: "docs_url", path: "/docs" },
  { keyword: "swagger_ui_oauth2_redirect_url", path: "/docs/oauth2-redirect" },
  { keyword: "redoc_url", path: "/redoc" },
] as const;

/** Adds those pages to an app; `args` are those of its constructor. */
export function addPages(router: Router, args: Arguments, machine: Machine): void {
  const given = (keyword: string): Argument | undefined => args.named.get(keyword);
  for (const { keyword, path } of PAGES) router.members.set(keyword, given(keyword)?.value ?? textOf(path));
  // Without the document there is nothing for the pages to show, and without the page nothing to lead back to.
  const needs = (keyword: string): readonly string[] =>
    keyword === "openapi_url" ? [] : ["openapi_url", ...(keyword.endsWith("redirect_url") ? ["docs_url"] : [])];
  for (const { keyword, path } of PAGES) {
    const argument = given(keyword) ?? { value: textOf(path), place: args.place };
    const needed = needs(keyword).map((each) => presence(given(each)?.value));
    for (const { value, condition } of pathsOf(argument.value)) {
      const conditions = [...needed, condition];
      if (conditions.includes("never")) continue;
      const entry = { ...entryBase(machine, args.place, { ...argument, value }, "FastAPI"), ...pageRoute() };
      register(router, underConditions(entry, conditions));
    }
  }
}

/** The paths that a page may have, each with the condition under which it is the one; none for `None`. */
function pathsOf(value: Value): readonly { readonly value: Value; readonly condition: string | undefined }[] {
  if (value.kind === "constant" && value.value === null) return [];
  if (value.kind !== "either") return [{ value, condition: undefined }];
  const isText = (option: Value): boolean => option.kind === "text" || option.kind === "constant";
  if (!value.options.every(isText)) return [{ value, condition: undefined }];
  return value.options
    .flatMap((option) => pathsOf(option))
    .map((each) => ({ ...each, condition: conditionOf(value.why) }));
}

/** The condition under which a page is there at all. */
function presence(value: Value | undefined): string | undefined {
  const isNone = (each: Value | undefined): boolean => each?.kind === "constant" && each.value === null;
  if (isNone(value)) return "never";
  return value?.kind === "either" && value.options.some((each) => isNone(each)) ? conditionOf(value.why) : undefined;
}

function underConditions(entry: Entry, conditions: readonly (string | undefined)[]): Entry {
  const all = [entry.conditional, ...conditions].filter((each) => each !== undefined);
  return all.length > 0 ? { ...entry, conditional: [...new Set(all)].join(" and ") } : entry;
}

function pageRoute(): Pick<
  Extract<Entry, { kind: "route" }>,
  "kind" | "routeKind" | "methods" | "implicit" | "handler" | "ignoresOwnPrefix" | "declared"
> {
  return {
    kind: "route",
    routeKind: "http",
    methods: [],
    implicit: ["GET", "HEAD"],
    handler: undefined,
    ignoresOwnPrefix: true,
    declared: { ...NO_FACTS, isHidden: true },
  };
}
