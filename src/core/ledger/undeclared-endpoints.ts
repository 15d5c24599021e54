import {
  EVERY_ENDPOINT,
  type EndpointPattern,
  isExactPattern,
  matchesEndpoint,
} from "#core/model/rules/endpoint-pattern.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import { endpointTexts } from "#core/model/endpoint-texts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Range } from "#core/model/place.ts";
import type { Project } from "#core/model/project.ts";
import { nearestWord } from "#core/text/yaml/yaml-nearest-word.ts";

/**
 * Endpoints that the project file names and that are not among those that the contract, a side or a case file declares.
 * `known` has these as people write them, `text` is the project file.
 */
export function undeclaredEndpoints(
  project: Pick<Project, "file" | "milestones" | "notMigrated" | "rules" | "differences" | "headers">,
  known: ReadonlyMap<EndpointKey, string>,
  text: string,
): readonly Finding[] {
  if (project.milestones.length + project.notMigrated.length + project.rules.length === 0) return [];
  const declared = new Set(known.keys());
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
  const written = endpointTexts(text);
  const words = [...known.values()];
  return named
    .filter(({ endpoint }) => !isDeclared(endpoint))
    .map(({ endpoint, where, place }) => {
      const spot = written.find((each) => each.endpoint === endpoint && isWithin(each.range, place));
      const nearest = nearestWord(endpoint, words);
      return {
        code: "endpoint-undeclared",
        severity: "warning",
        place:
          spot === undefined
            ? (place ?? { file: project.file, range: { start, end: start } })
            : { file: project.file, range: spot.range },
        ...(isExactPattern(endpoint) && { endpoint }),
        facts: { endpoint, in: where, ...(nearest !== undefined && spot !== undefined && { nearest }) },
      };
    });
}

/** Whether a text stands where a rule does; anything stands where no place is known. */
function isWithin({ start }: Range, place: Finding["place"]): boolean {
  return place === undefined || (place.range.start.line <= start.line && start.line <= place.range.end.line);
}
