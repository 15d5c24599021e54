import { asMethod, type Method } from "#core/model/endpoint.ts";
import { placeOfRoute } from "../../run/place-of-route.ts";
import { memberOfClass } from "../../values/class-member.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import { itemsOf, underCondition, type Machine } from "../../values/machine.ts";
import { knownText, textParts, type Argument, type Arguments, type Entry, type Value } from "../../values/values.ts";

/** Names of methods of a `MethodView` that answer requests. */
const VERBS = ["get", "post", "head", "options", "delete", "put", "trace", "patch"];

/**
 * What one rule makes: its route, and where the slash at its end does not matter the same with or without it. `methods` are
 * those of a decorator that is called as its method is.
 */
export function routeEntries(
  machine: Machine,
  args: Arguments,
  rule: Argument | undefined,
  view: Value | undefined,
  by: string,
  methods?: readonly string[],
): readonly Entry[] {
  return underHost(machine, args, () => {
    const applied = machine.decorators.at(-1);
    const place = applied?.place ?? placeOfRoute(machine, args.place, rule, view);
    const found = methods ?? methodsOf(machine, args, view);
    const known = (found ?? ["ANY"]).flatMap((each) => asMethod(each) ?? []);
    const otherMethods = (found ?? []).filter((each) => asMethod(each) === undefined);
    const implicit = implicitOf(known, args);
    const conditional = machine.conditions.join(" and ");
    const entry: Extract<Entry, { kind: "route" }> = {
      kind: "route",
      routeKind: "http",
      place,
      path: rule,
      by,
      methods: known,
      implicit,
      handler: view,
      ignoresOwnPrefix: false,
      ...(found === undefined && { unresolved: { reason: "its methods are not known", place: args.place } }),
      ...(otherMethods.length > 0 && { otherMethods }),
      ...(conditional && { conditional }),
      declared: NO_FACTS,
    };
    const twin = isSaid(args, "strict_slashes", false) ? slashTwin(rule) : undefined;
    return twin ? [entry, { ...entry, path: twin, methods: [], implicit: [...known, ...implicit] }] : [entry];
  });
}

/** Runs `body` under the host or the subdomain that alone is answered, where one is named. */
export function underHost<T>(machine: Machine, args: Arguments, body: () => T): T {
  const named = (["host", "subdomain"] as const).flatMap((what) => {
    const value = args.named.get(what)?.value;
    if (!value || (value.kind === "constant" && value.value === null)) return [];
    return [`the ${what} is ${knownText(value) ?? "one that is not known"}`];
  });
  return underCondition(machine, named[0], body);
}

/** HEAD is answered where GET is, and OPTIONS by Flask itself unless it is told not to. */
function implicitOf(methods: readonly Method[], args: Arguments): readonly Method[] {
  if (methods.includes("ANY")) return [];
  const addsHead = methods.includes("GET") && !methods.includes("HEAD");
  const addsOptions = !methods.includes("OPTIONS") && !isSaid(args, "provide_automatic_options", false);
  return [...(addsHead ? ["HEAD" as const] : []), ...(addsOptions ? ["OPTIONS" as const] : [])];
}

/** `methods=`, or those of a view class, or GET. Undefined for a list that is not known. */
function methodsOf(machine: Machine, args: Arguments, view: Value | undefined): readonly string[] | undefined {
  const own = view?.kind === "class" ? memberOfClass(machine, view, "methods") : undefined;
  const given = args.named.get("methods")?.value ?? own;
  if (given && !(given.kind === "constant" && given.value === null)) {
    const items = itemsOf(given)?.map((item) => knownText(item)?.toUpperCase());
    const known = items?.filter((item) => item !== undefined);
    return known && known.length === items?.length ? known : undefined;
  }
  if (view?.kind !== "class") return ["GET"];
  const verbs = VERBS.filter((verb) => memberOfClass(machine, view, verb));
  return verbs.length > 0 ? verbs.map((verb) => verb.toUpperCase()) : ["GET"];
}

function isSaid(args: Arguments, keyword: string, expected: boolean): boolean {
  const value = args.named.get(keyword)?.value;
  return value?.kind === "constant" && value.value === expected;
}

/** The same rule with a slash at its end, or without the one that it has. */
function slashTwin(rule: Argument | undefined): Argument | undefined {
  const parts = rule && textParts(rule.value, rule.place);
  const last = parts?.at(-1);
  if (!rule || !parts || typeof last !== "string" || last === "/") return undefined;
  const end = last.endsWith("/") ? last.slice(0, -1) : `${last}/`;
  return { ...rule, value: { kind: "text", parts: [...parts.slice(0, -1), end] } };
}
