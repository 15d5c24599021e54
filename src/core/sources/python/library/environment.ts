import { asSetting, knownText, type Arguments, type Value } from "../values/values.ts";

/** `environ.get(name, default)`; without a default the variable counts as not set. */
export function environment(args: Arguments): Value {
  const given = args.positional[1]?.value ?? args.named.get("default")?.value;
  if (given) return asSetting(given);
  const name = knownText(args.positional[0]?.value) ?? "?";
  const why = { reason: `the environment variable ${name} has no default`, place: args.place };
  return { kind: "unknown", why, isUnset: true };
}
