import type { Case } from "#core/model/run/case.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Files } from "#core/ports.ts";
import { casesOf, type EmptiedByEndpoint, writtenCase } from "./cases-of.ts";
import { readCaseFile, type WrittenCase } from "./read-case-file.ts";

export interface CollectedCases {
  readonly casesByEndpoint: ReadonlyMap<EndpointKey, readonly Case[]>;
  readonly findings: readonly Finding[];
  /** The rules of single cases. */
  readonly rules: readonly Rule[];
}

const ENDINGS = [".yaml", ".yml"] as const;

/** All cases of a project: of the contract's operations in their order, then those that only case files know. */
export async function collectCases(from: {
  readonly files: Files;
  readonly project: Project;
  readonly operations: readonly Operation[];
  readonly emptied?: EmptiedByEndpoint;
}): Promise<CollectedCases> {
  const { project } = from;
  // A document can declare an endpoint twice, with other parameter names; the first stands for it.
  const operations = [...Map.groupBy(from.operations, ({ key }) => key).values()].flatMap((same) => same[0] ?? []);
  const { cases: written, findings } = await readCaseFiles(from.files, project.cases);
  const known = new Set(operations.map(({ key }) => key));
  const lists = [
    ...operations.map((operation) => casesOf(operation, project, written, from.emptied)),
    ...written.filter(({ endpoint }) => !known.has(endpoint.key)).map((each) => writtenCase(each, undefined, project)),
  ];
  const cases = lists.flatMap((list) => list.cases);
  return {
    casesByEndpoint: Map.groupBy(cases, ({ endpoint }) => endpoint),
    findings: [...findings, ...lists.flatMap((list) => list.findings)],
    rules: written.flatMap(({ rules = [] }) => rules),
  };
}

async function readCaseFiles(
  files: Files,
  folder: string | undefined,
): Promise<{ readonly cases: readonly WrittenCase[]; readonly findings: readonly Finding[] }> {
  const unread: UnreadablePath[] = [];
  const names = folder === undefined ? [] : await files.list(folder, ENDINGS, (path) => unread.push(path));
  const readings = await Promise.all(
    names.map(async (file) => {
      const text = await files.read(file).catch((error: unknown) => {
        if (!(error instanceof UnreadablePath)) throw error;
        unread.push(error);
        return "";
      });
      return readCaseFile(file, stemOf(file, folder ?? ""), text ?? "");
    }),
  );
  return {
    cases: readings.flatMap((reading) => reading.cases),
    // That the whole folder is not read is told where the project file names it.
    findings: [
      ...readings.flatMap((reading) => reading.findings),
      ...unread.filter(({ path }) => path !== folder).map(unreadFinding),
    ],
  };
}

function unreadFinding({ path, reason }: UnreadablePath): Finding {
  const start = { line: 0, character: 0 };
  const place = { file: path, range: { start, end: start } };
  return { code: "path-unreadable", severity: "warning", place, facts: { path, reason } };
}

/** `("cases/auth/login.yaml", "cases")` → `auth/login`. The rarer ending stays, so that `a.yaml` and `a.yml` differ. */
function stemOf(file: string, folder: string): string {
  const inside = file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
  return inside.replace(/\.yaml$/, "");
}
