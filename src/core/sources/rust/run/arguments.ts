import type { Place } from "#core/model/place.ts";
import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import { placeOf, type Frame, type Machine } from "../values/machine.ts";
import type { Argument, Value } from "../values/values.ts";

/** Functions that take a router to answer with it. */
export const SERVES = new Set(["serve", "serve_with_graceful_shutdown", "run", "run_with_streaming_response"]);

/** Methods of a router that nobody calls but to serve it. */
export const MAKES_SERVICE = new Set(["into_make_service", "into_make_service_with_connect_info"]);

/** The arguments of a call, each with its place. */
export function evaluateArguments(
  machine: Machine,
  args: readonly RustExpression[],
  frame: Frame,
): readonly Argument[] {
  return args.map((argument) => {
    const value = machine.evaluate(argument, frame);
    return { value, place: placeOf(frame, argument.at) };
  });
}

/** What is not ours and takes one router wraps it: `layer.layer(app)`, `ServiceExt::into_make_service(app)`. */
export function wrappedRouter(args: readonly Argument[]): Value | undefined {
  const routers = args.filter(({ value }) => value.kind === "router");
  return routers.length === 1 ? routers[0]?.value : undefined;
}

/** Whoever takes a closure may call it: what it serves is served. Gives what the last one came to. */
export function runClosures(machine: Machine, args: readonly Argument[], place: Place): Value | undefined {
  let last: Value | undefined;
  for (const { value } of args) if (value.kind === "closure") last = machine.call(value, [], place);
  return last;
}

/** Methods of an `Option`, a `Result` or a future that come to what their closure comes to. */
export const GIVES_CLOSURE = new Set(["map", "and_then", "then", "map_ok", "map_or", "map_or_else", "unwrap_or_else"]);

/** Notes the routers that are handed to something that serves them. */
export function serve(machine: Machine, args: readonly Argument[], frame: Frame): void {
  for (const { value } of args) {
    if (value.kind === "router" && !machine.served.some(({ router }) => router === value.router))
      machine.served.push({
        router: value.router,
        folder: frame.module.crate.folder,
        conditions: [...machine.conditions],
      });
  }
}
