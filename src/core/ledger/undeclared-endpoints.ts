import {
  EVERY_ENDPOINT,
  type EndpointPattern,
  isExactPattern,
  matchesEndpoint,
} from "#core/model/rules/endpoint-pattern.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Project } from "#core/model/project.ts";

/** Endpoints that the project file names and that are not among those that the contract, a side or a case file declares. */
export function undeclaredEndpoints(
  project: Pick<Project, "file" | "milestones" | "notMigrated" | "rules" | "differences" | "headers">,
  known: readonly EndpointKey[],
): readonly Finding[] {
  if (project.milestones.length + project.notMigrated.length + project.rules.length === 0) return [];
  const declared = new Set(known);
  const isDeclared = (endpoint: EndpointPattern): boolean =>
    isExactPattern(endpoint)
      ? declared.has(endpoint)
      : declared.values().some((each) => matchesEndpoint(endpoint, each));
  const named: readonly {
    readonly endpoint: EndpointPattern;
    readonly where: string;
    readonly place?: Finding["place"];
  }[] = [
    ...project.milestones.flatMap(({ name, endpoints }) =>
      endpoints.map((endpoint) => ({ endpoint, where: `milestone ${name}` })),
    ),
    ...project.notMigrated.map(({ endpoint }) => ({ endpoint, where: "not_migrated" })),
    ...project.rules.flatMap(({ endpoints, place }) =>
      endpoints
        .filter((endpoint) => endpoint !== EVERY_ENDPOINT)
        .map((endpoint) => ({ endpoint, where: "rules", place })),
    ),
    ...(project.differences?.endpoints ?? []).map(({ endpoint }) => ({ endpoint, where: "differences" })),
    ...(project.headers ?? []).flatMap(({ endpoint }) =>
      endpoint === undefined ? [] : [{ endpoint, where: "headers" }],
    ),
  ];
  const start = { line: 0, character: 0 };
  return named
    .filter(({ endpoint }) => !isDeclared(endpoint))
    .map(({ endpoint, where, place }) => ({
      code: "endpoint-undeclared",
      severity: "warning",
      place: place ?? { file: project.file, range: { start, end: start } },
      ...(isExactPattern(endpoint) && { endpoint }),
      facts: { endpoint, in: where },
    }));
}
