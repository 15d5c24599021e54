import { ISOLATIONS, SERVICE_KINDS, type ServiceKind, type ServiceSettings } from "#core/model/service.ts";
import { located, mapOf, optional, record, required, type Located, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { choice, text } from "#core/text/yaml/yaml-values.ts";
import { DATABASE_VARIABLES, DATA_VARIABLE, textWith, urlPath, writtenTextWith } from "./project-values.ts";
import { startLine } from "./container-line.ts";
import { namedMap } from "./named-map.ts";
import { SECRET_VARIABLE, SERVICE_VARIABLE, STUB_VARIABLE } from "./variable-names.ts";

const OWN_VARIABLES = ["port", "folder", "number", "prefix"];

const VARIABLES = [...OWN_VARIABLES, ...DATABASE_VARIABLES, DATA_VARIABLE, SERVICE_VARIABLE, STUB_VARIABLE];

const notCompared = record({
  none: required("Why what the servers do to it is not compared.", located(text)),
});

const kind = choice(SERVICE_KINDS);

type Effects =
  | { readonly kind: "content"; readonly of: ServiceKind }
  | { readonly kind: "none"; readonly reason: Located<string> };

/** `redis`, or `{ none: REASON }`. */
const effects: Shape<Effects> = {
  schema: { anyOf: [kind.schema, notCompared.schema] },
  read: (node, at) => {
    if (node.kind === "map") {
      const read = notCompared.read(node, at);
      return read && { kind: "none", reason: read.none };
    }
    const of = kind.read(node, at);
    return of === undefined ? undefined : { kind: "content", of };
  },
};

const service = record({
  start: optional(
    "The shell command that starts it in the foreground, in this file's folder. ${port} is the port to listen on, ${folder} a folder of its own that is removed with it. Without it, `redis-server` is started where `effects` is redis.",
    startLine(textWith(...VARIABLES), "service-in-container"),
  ),
  ready: optional(
    "A path that answers 2xx once it is up. Without it, it counts as up when its port is answered.",
    urlPath,
  ),
  environment: optional(
    "Environment variables for its commands.",
    mapOf(writtenTextWith(...VARIABLES, SECRET_VARIABLE)),
  ),
  isolate: optional(
    "How the two sides are kept apart: instance (the default) starts it once a side; with number and prefix it is started once, and ${service:NAME.number} or ${service:NAME.prefix} is each side's.",
    choice(ISOLATIONS),
  ),
  reset: optional(
    "How it is put back before a case that writes, where `effects` is none: restart (the default) starts it and the side's server again, anything else is a shell command. Redis is put back without it.",
    textWith(...VARIABLES),
  ),
  effects: required("redis, where what the servers write into it is to be compared, or { none: REASON }.", effects),
});

/** What stands beside the servers, by name. */
export const services = namedMap(service);

export type WrittenServices = NonNullable<ReturnType<(typeof services)["read"]>>;

/** Nothing is saved, and nobody but this machine can reach it. */
const REDIS = 'redis-server --port ${port} --bind 127.0.0.1 --save "" --appendonly no --dir "${folder}"';

export function asServices(written: WrittenServices): readonly ServiceSettings[] {
  return written.map(
    ([name, { start: line = REDIS, ready, environment = [], isolate = "instance", reset, effects: of }]) => ({
      name,
      start: line,
      ...(ready !== undefined && { ready }),
      environment: Object.fromEntries(environment),
      isolate,
      reset: reset === undefined || reset === "restart" ? { kind: "restart" } : { kind: "command", line: reset },
      effects: of.kind === "content" ? of : { kind: "none", reason: of.reason.value },
    }),
  );
}
