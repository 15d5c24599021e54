import type { Finding } from "#core/model/finding.ts";
import { textParts, type Entry, type Router, type Value } from "../values/values.ts";

type Include = Extract<Entry, { kind: "include" }>;

/**
 * Whether a mount stands under a condition, below a path of which nothing is known, and what it mounts is served without
 * it: `if BASE: app.mount(BASE, api)` with `app.mount("/api", api)` in the other branch, or an outer app for a base path
 * around the app itself. Its routes stand where they are by default; a finding says of the other place.
 */
export function isServedOtherwise(
  router: Router,
  entry: Entry,
  targetsOf: (value: Value) => readonly Router[],
): boolean {
  if (entry.kind !== "include" || entry.conditional === undefined || !isPathUnknown(entry)) return false;
  const [target, ...others] = targetsOf(entry.target);
  if (!target || others.length > 0) return false;
  const beside = router.entries.filter((each) => each !== entry && !isPage(each));
  if (target.isApp && beside.length === 0) return true;
  return beside.some((each) => each.kind === "include" && !isPathUnknown(each) && targetsOf(each.target)[0] === target);
}

/** What is told of a mount that makes no routes. */
export function otherwiseFinding({ by, conditional, path, place }: Entry): Finding {
  const reason = path && textParts(path.value, place).find((part) => typeof part !== "string");
  return {
    code: "mount-path-unresolved",
    severity: "information",
    place,
    facts: { by, condition: conditional ?? "", reason: typeof reason === "object" ? reason.reason : "" },
  };
}

function isPathUnknown({ path }: Include): boolean {
  if (!path || (path.value.kind === "constant" && path.value.value === null)) return false;
  return textParts(path.value, path.place).every((part) => typeof part !== "string" || /^\/*$/.test(part));
}

/** A page that the framework adds by itself. */
function isPage(entry: Entry): boolean {
  return entry.kind === "route" && entry.methods.length === 0;
}
