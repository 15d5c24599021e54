import type { EndpointKey } from "#core/model/endpoint.ts";

/** One text for an endpoint of a project, for sets and maps. */
export function endpointId(project: string, endpoint: EndpointKey): string {
  return `${project}|${endpoint}`;
}
