import { collectCases } from "#core/cases/collect-cases.ts";
import type { Case } from "#core/model/run/case.ts";
import { asMethod, endpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation, OperationParameter } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import { readProject } from "#core/project/read-project.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

/** The cases of the operations and case files as requests, then the findings. */
export async function checkCases({
  operations = [],
  files = {},
  project: text = exampleProject,
}: {
  readonly operations?: readonly Operation[];
  readonly files?: Readonly<Record<string, string>>;
  readonly project?: string;
}): Promise<string> {
  const { project } = readProject("portolan.yaml", text);
  if (project === undefined) throw new Error("the test's project file cannot be used");
  const { casesByEndpoint, findings } = await collectCases({ files: memoryFiles(files), project, operations });
  return [...[...casesByEndpoint.values()].flat().map(requestText), ...findings.map(findingText)].join("\n");
}

/** `id` and what is sent: `+login` logged in, `writes` after restoring the seed. */
function requestText({ id, method, target, headers, body, identity, isWriting, expect: status }: Case): string {
  const marks = [...(identity === undefined ? [] : [`+${identity}`]), ...(isWriting ? ["writes"] : [])];
  const content =
    body.kind === "none"
      ? []
      : [`  ${body.kind === "text" ? `${body.mediaType}: ${body.text}` : JSON.stringify(body)}`];
  return [
    [`${id}:`, method, target, "→", status?.join(" or ") ?? "any", ...marks].join(" "),
    ...headers.map(([name, value]) => `  ${name}: ${value}`),
    ...content,
  ].join("\n");
}

function findingText({ code, severity, place, facts }: Finding): string {
  const marked = Object.entries(facts).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [place ? placeText(place) : "", severity, code, ...marked].join(" ");
}

/** An operation that declares 200, at line 1 of the contract. */
export function operation(endpoint: string, more: Partial<Operation> = {}): Operation {
  const [name = "", path = ""] = endpoint.split(" ");
  const method = asMethod(name) ?? "GET";
  const key = endpointKey(method, path);
  const base = { key, method, path, tags: [], parameters: [], statuses: ["200", "422"], place: PLACE };
  return { ...base, isSecured: false, isDeprecated: false, ...more };
}

/** A parameter without an example. */
export function parameter(location: OperationParameter["in"], name: string, more: Partial<OperationParameter> = {}) {
  return { name, in: location, isRequired: true, place: PLACE, ...more };
}

const START = { line: 0, character: 0 };
const PLACE = { file: "openapi.json", range: { start: START, end: START } };
