import { parseEndpoint } from "#core/model/endpoint.ts";
import type { Selection } from "#core/model/session.ts";
import { UserError } from "#core/model/user-error.ts";

/** What the arguments choose: a milestone, endpoints, or all. Throws a UserError for a text that is not an endpoint. */
export function selectionOf({
  endpoints,
  milestone,
  hosts = [],
  isReleased = false,
}: {
  readonly endpoints: readonly string[];
  readonly milestone?: string;
  readonly hosts?: readonly string[];
  readonly isReleased?: boolean;
}): Selection {
  const confirmed = { ...(hosts.length > 0 && { hosts }), ...(isReleased && { isReleased }) } as const;
  if (milestone !== undefined && endpoints.length > 0) throw new UserError("Name endpoints or a milestone, not both.");
  if (milestone !== undefined) return { kind: "milestone", name: milestone, ...confirmed };
  if (endpoints.length === 0) return { kind: "all", ...confirmed };
  return {
    kind: "endpoints",
    ...confirmed,
    endpoints: endpoints.map((text) => {
      const endpoint = parseEndpoint(text);
      if (endpoint === undefined)
        throw new UserError(
          `"${text}" is not an endpoint; write a method and a path, as in 'GET /api/nodes/{node_id}'.`,
        );
      return endpoint.key;
    }),
  };
}
