import { endpointKey, type EndpointKey } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { MadeUpId } from "#core/model/run/case.ts";

/** What a list's request has behind the path that it is asked under: a slash, its query; nothing for most. */
export type ListEndings = ReadonlyMap<EndpointKey, string>;

/**
 * Which of the made-up values in a path lists may have: `/nodes` those of `/nodes/{node_id}`. `names` are the parameters whose values are
 * made up; `lists` are the requests that can be sent.
 */
export function madeUpIds(
  { path }: Pick<Operation, "path">,
  names: readonly string[],
  lists: ListEndings,
): readonly MadeUpId[] {
  const segments = path.split("/");
  return segments.flatMap((segment, at) => {
    const parameter = /^\{([^{}]*)\}$/.exec(segment)?.[1];
    if (parameter === undefined || !names.includes(parameter)) return [];
    const before = segments.slice(0, at).join("/");
    const bare = endpointKey("GET", before);
    const ending = lists.get(bare) ?? lists.get(endpointKey("GET", `${before}/`));
    return ending === undefined ? [] : [{ parameter, segment: at, ending }];
  });
}
