import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Method } from "#core/model/endpoint.ts";
import type { Finding, FindingSeverity } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Scenario } from "#core/model/run/scenario.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Files } from "#core/ports.ts";
import { writtenIdentity } from "./case-identity.ts";
import type { CaseList, CaseMaterial } from "./case-source.ts";
import { declaredSuccess } from "./contract-case.ts";
import { isWriting } from "./is-writing.ts";
import { type CaseFileReading, readCaseFile, type ScenarioOfFile, type WrittenCase } from "./read-case-file.ts";

const ENDINGS = [".yaml", ".yml"] as const;

/** ANY stands for all methods in a router; CONNECT asks a proxy for a tunnel. */
const UNSENDABLE: ReadonlySet<Method> = new Set(["ANY", "CONNECT"]);

/** The case files in the project's folder of cases, each in its order. */
export async function casesOfFiles({ files, project, operations }: CaseMaterial): Promise<CaseList> {
  const { cases: written, scenarios, findings } = await readCaseFiles(files, project.cases);
  const byEndpoint = new Map(operations.map((operation) => [operation.key, operation]));
  const caseOf = (each: WrittenCase): CaseList => writtenCase(each, byEndpoint.get(each.endpoint.key), project);
  const lists = written.map(caseOf);
  const made = scenarios.map((scenario) => writtenScenario(scenario, caseOf));
  const all = [...written, ...scenarios.flatMap(({ setUp, steps }) => [...setUp, ...steps])];
  return {
    cases: lists.flatMap(({ cases }) => cases),
    scenarios: made.flatMap((list) => list.scenarios),
    findings: [
      ...findings,
      ...[...lists, ...made].flatMap((list) => list.findings),
      ...(await missingFiles(all, files)),
    ],
    rules: all.flatMap(({ rules = [] }) => rules),
  };
}

/** The files that cases send and that are not there. */
export async function missingFiles(written: readonly WrittenCase[], files: Files): Promise<readonly Finding[]> {
  const sent = written.flatMap(({ body, endpoint, place }) => filesIn(body).map((file) => ({ file, endpoint, place })));
  const checked = await Promise.all(
    sent.map(async ({ file, endpoint, place }): Promise<readonly Finding[]> => {
      const stamp = await files.stamp(file, { isNear: true }).catch((error: unknown) => {
        if (error instanceof UnreadablePath) return error;
        throw error;
      });
      if (typeof stamp === "string") return [];
      const facts = { file, ...(stamp !== undefined && { reason: stamp.reason }) };
      return [{ code: "case-file-missing", severity: "error", endpoint: endpoint.key, place, facts }];
    }),
  );
  return checked.flat();
}

function filesIn(body: CaseBody): readonly string[] {
  if (body.kind === "file") return [body.file];
  if (body.kind !== "multipart") return [];
  return body.parts.flatMap(({ content }) => (content.kind === "file" ? [content.file] : []));
}

/** A scenario, unless one of its steps cannot be sent. */
export function writtenScenario(
  { id, name, setUp, steps, place }: ScenarioOfFile,
  caseOf: (written: WrittenCase) => CaseList,
): { readonly scenarios: readonly Scenario[]; readonly findings: readonly Finding[] } {
  const lists = [...setUp, ...steps].map(caseOf);
  const cases = lists.flatMap((list) => list.cases);
  const findings = lists.flatMap((list) => list.findings);
  if (cases.length < lists.length || steps.length === 0) return { scenarios: [], findings };
  const scenario = { id, name, setUp: cases.slice(0, setUp.length), steps: cases.slice(setUp.length), place };
  return { scenarios: [scenario], findings };
}

async function readCaseFiles(files: Files, folder: string | undefined): Promise<CaseFileReading> {
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
    scenarios: readings.flatMap((reading) => reading.scenarios),
    // That the whole folder is not read is told where the project file names it.
    findings: [
      ...readings.flatMap((reading) => reading.findings),
      ...unread.filter(({ path }) => path !== folder).map(unreadFinding),
    ],
  };
}

/** A case of a file, for an endpoint that the contract may not have. */
export function writtenCase(written: WrittenCase, operation: Operation | undefined, project: Project): CaseList {
  const { endpoint, login: _login, as: _as, rules: _rules, ...rest } = written;
  const { key, method } = endpoint;
  const finding = (code: string, severity: FindingSeverity, range = written.place.range): Finding => {
    return {
      code,
      severity,
      endpoint: key,
      place: { file: written.place.file, range },
      facts: { endpoint: `${method} ${endpoint.path}` },
    };
  };
  const identity = writtenIdentity(written, operation, project);
  if ("code" in identity) return { cases: [], findings: [unknownIdentity(identity.code, written, project)] };
  if (UNSENDABLE.has(method)) return { cases: [], findings: [finding("case-method-unsendable", "error")] };
  const declared = operation && declaredSuccess(operation);
  const expect = written.expect ?? (declared === undefined ? undefined : [declared]);
  const all: Case = {
    ...rest,
    endpoint: key,
    method,
    ...(identity.name !== undefined && { identity: identity.name }),
    ...(expect && { expect }),
    isWriting: isWriting(method),
  };
  const isUnknown = operation === undefined && project.contract !== undefined;
  return { cases: [all], findings: isUnknown ? [finding("case-endpoint-unknown", "information")] : [] };
}

function unknownIdentity(
  code: string,
  { endpoint, as, login, place }: WrittenCase,
  { identities = [] }: Project,
): Finding {
  const range = as?.range ?? login?.range ?? place.range;
  const facts = { name: as?.value ?? "", known: identities.map(({ name }) => name).join(", ") };
  return { code, severity: "error", endpoint: endpoint.key, place: { file: place.file, range }, facts };
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
