import { METHODS, parseEndpoint, type EndpointKey, type Method } from "#core/model/endpoint.ts";
import { refined, type Shape } from "./yaml-shape.ts";
import { text } from "./yaml-values.ts";

/** An endpoint as a person writes it. */
export interface WrittenEndpoint {
  readonly key: EndpointKey;
  readonly method: Method;
  /** With parameter names. */
  readonly path: string;
}

/** `GET /api/nodes/{node_id}`; anything else is `endpoint-unreadable`. */
export const endpoint: Shape<WrittenEndpoint> = refined(
  text,
  { pattern: `^\\s*(${METHODS.flatMap((each) => [each, each.toLowerCase()]).join("|")})\\s+/\\S*\\s*$` },
  (value, range, at) => {
    const parsed = parseEndpoint(value);
    if (parsed === undefined) at.report("endpoint-unreadable", range, { text: value });
    return parsed;
  },
);
