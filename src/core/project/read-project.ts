import {
  endpointsText,
  isExactPattern,
  parseEndpointPattern,
  type EndpointPattern,
} from "#core/model/rules/endpoint-pattern.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import { FILL_IN, type Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { DatabaseSettings, FurtherHeader, Project, ServerSettings } from "#core/model/project.ts";
import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type { DifferenceSettings, SeverityPolicy } from "#core/model/rules/severity-policy.ts";
import { asRule, endpointsOf } from "#core/compare/rule-format/yaml-rule.ts";
import { readShape, type Located } from "#core/text/yaml/yaml-shape.ts";
import { parseYaml } from "#core/text/yaml/yaml.ts";
import { asGates } from "./gate-format.ts";
import { asIdentities } from "./as-identities.ts";
import { projectFormat } from "./project-format.ts";
import { asServices } from "./service-format.ts";
import { asStubs } from "./stub-format.ts";
import type { ProjectPath } from "./check-project-files.ts";

/** What a project file says. */
export interface ProjectReading {
  /**
   * Absent where the file cannot be used. Where it is there beside findings of severity `error`, an entry of a list
   * was left out: good enough to show, not to be judged by.
   */
  readonly project?: Project;
  /** The files and folders that it names; see `checkProjectFiles`. */
  readonly paths: readonly ProjectPath[];
  readonly findings: readonly Finding[];
}

type Written = NonNullable<ReturnType<typeof projectFormat.read>>;

/**
 * Reads the text of a `portolan.yaml`. `file` names it in the findings. Never throws; a broken required part, or a
 * broken server, database or login leaves no project.
 */
export function readProject(file: string, text: string): ProjectReading {
  const { value, findings } = readShape(parseYaml(file, text), projectFormat);
  if (value === undefined) return { paths: [], findings };
  return {
    project: asProject(file, value),
    paths: pathsOf(file, value),
    findings: [
      ...findings,
      ...toFillIn(file, text),
      ...duplicates(file, value),
      ...needlessHeaders(file, value),
      ...checksOff(file, value),
      ...loginTwice(file, value),
      ...madeByAnother(file, value),
      ...inDataFaults(file, value),
    ],
  };
}

function asProject(file: string, written: Written): Project {
  return {
    file,
    ...(written.contract && { contract: written.contract.value }),
    servers: { python: asServer(written, "python"), rust: asServer(written, "rust") },
    ...databasesOf(written),
    ...dataOf(written),
    ...(written.stubs && { stubs: asStubs(written.stubs) }),
    ...(written.services && { services: asServices(written.services) }),
    identities: asIdentities({ login: written.login?.value, identities: written.identities }),
    ...(written.cases?.folder && { cases: written.cases.folder.value }),
    ...(written.cases?.isGenerating && { isGeneratingCases: true }),
    milestones: (written.milestones ?? []).map(([name, endpoints]) => ({
      name,
      endpoints: [...new Set(endpoints.map(({ value }) => value.key))],
    })),
    rules: (written.rules ?? []).map(({ value, range }) =>
      asRule(value, { endpoints: endpointsOf(value), place: { file, range } }),
    ),
    ...(written.differences && { differences: asDifferences(written.differences) }),
    ...(written.headers && { headers: written.headers.map(({ value }) => value) }),
    ...(written.limits?.case !== undefined && { caseLimitMs: written.limits.case }),
    ...(written.body_limit !== undefined && { bodyLimitBytes: written.body_limit }),
    notMigrated: (written.not_migrated ?? []).map(({ value }) => ({ ...value, endpoint: value.endpoint.key })),
    ...(written.gates && { gates: asGates(file, written.gates) }),
  };
}

function asDifferences({ endpoints = [], ...all }: NonNullable<Written["differences"]>): DifferenceSettings {
  return {
    all: asPolicy(all),
    endpoints: endpoints.flatMap(([text, policy]) => {
      const endpoint = parseEndpointPattern(text);
      return endpoint === undefined ? [] : [{ endpoint, policy: asPolicy(policy) }];
    }),
  };
}

function asPolicy(written: SeverityPolicy): SeverityPolicy {
  return Object.fromEntries(Object.entries(written).filter(([, effect]) => effect !== undefined));
}

/** In the place of a file: there is none. */
const NO_FILE = "none";

function asServer({ servers, network, limits, environment: common = [] }: Written, side: Side): ServerSettings {
  const {
    folder,
    build,
    check,
    start,
    attach,
    reset,
    ready,
    environment,
    inherit,
    restart,
    env_file: environmentFile,
    export: command,
  } = servers[side];
  return {
    folder: folder.value,
    ...(build !== undefined && { build }),
    ...(check !== undefined && { check }),
    ...(start !== undefined && { start }),
    ...(attach !== undefined && { attach: { origin: attach, ...(reset !== undefined && { reset }) } }),
    ready,
    environment: Object.fromEntries([...common, ...(environment ?? [])]),
    ...(inherit !== undefined && { inherit }),
    ...(restart !== undefined && { restart }),
    ...(environmentFile !== undefined && {
      environmentFile:
        environmentFile.value === NO_FILE ? { kind: "none" } : { kind: "file", path: environmentFile.value },
    }),
    ...(limits?.start !== undefined && { startLimitMs: limits.start }),
    ...(network !== undefined && { reach: network }),
    ...(command !== undefined && { export: command }),
  };
}

type WrittenDatabase = Written["database"]["python"];

function databasesOf({ database }: Written): Pick<Project, "database" | "databases"> {
  if (!database.isPerSide) return { database: asDatabase(database.python, undefined) };
  const filled = database.scenario === undefined ? {} : { scenario: database.scenario.value };
  const python = { ...asDatabase(database.python, "python"), ...filled };
  return { database: python, databases: { python, rust: { ...asDatabase(database.rust, "rust"), ...filled } } };
}

/** `side` is whose it is, where each has its own. */
function asDatabase(
  { engine, url, base, prepare, migrations, seed, quiet, ...written }: WrittenDatabase,
  side: Side | undefined,
): DatabaseSettings {
  const {
    effects_not_compared: effectsNotCompared,
    use_not_checked: useNotChecked,
    also_written: also,
    made_by: madeBy,
    in_data: inData,
  } = written;
  return {
    engine,
    ...(url !== undefined && { url }),
    ...(inData && { inData: inData.value }),
    ...(base && { base: base.value }),
    ...(prepare !== undefined && { prepare }),
    ...(side !== undefined && { preparedBy: side }),
    ...(madeBy !== undefined && { madeBy }),
    ...(migrations && { migrations: migrations.value }),
    ...(seed && { seed: seed.value }),
    ...(effectsNotCompared !== undefined && { effectsNotCompared: effectsNotCompared.value }),
    ...(useNotChecked !== undefined && { useNotChecked: useNotChecked.value }),
    ...(also !== undefined && { alsoWritten: also.map(([file]) => file) }),
    ...(quiet !== undefined && { quietMs: quiet }),
  };
}

/** Who writes `${data}` somewhere wants the folder, whether or not `data` says more about it. */
function dataOf({ data, servers, environment = [], database }: Written): Pick<Project, "data"> {
  const texts = SIDES.flatMap((side) => [servers[side].start ?? "", ...(servers[side].environment ?? []).flat()]);
  const databases = databasesIn(database).map(([, each]) => each);
  const isUsed =
    databases.some(({ in_data: inData }) => inData !== undefined) ||
    [...texts, ...environment.flat(), ...databases.map(({ prepare = "" }) => prepare)].some((each) =>
      each.includes("${data}"),
    );
  if (data === undefined && !isUsed) return {};
  const { base, not_compared: notCompared } = data ?? {};
  return {
    data: { ...(base && { base: base.value }), ...(notCompared && { notCompared: notCompared.value }) },
  };
}

function pathsOf(file: string, written: Written): readonly ProjectPath[] {
  const at = (key: string, kind: ProjectPath["kind"], { value, range }: Located<string>): ProjectPath => ({
    key,
    kind,
    path: value,
    place: { file, range },
  });
  const { contract, servers, database, data, cases } = written;
  return [
    ...(contract ? [at("contract", { kind: "file" }, contract)] : []),
    at("servers.python.folder", { kind: "folder", endings: [".py"] }, servers.python.folder),
    at("servers.rust.folder", { kind: "folder", endings: [".rs"] }, servers.rust.folder),
    ...databasesIn(database).flatMap(([key, { migrations, base, seed }]) => [
      ...(migrations ? [at(`${key}.migrations`, { kind: "folder", endings: [".sql"] }, migrations)] : []),
      ...(base ? [at(`${key}.base`, { kind: "file" }, base)] : []),
      ...(seed ? [at(`${key}.seed`, { kind: "file" }, seed)] : []),
    ]),
    ...(database.scenario ? [at("database.scenario", { kind: "file" }, database.scenario)] : []),
    ...SIDES.flatMap((side) => {
      const { env_file: variables } = servers[side];
      return variables === undefined || variables.value === NO_FILE
        ? []
        : [at(`servers.${side}.env_file`, { kind: "file" }, variables)];
    }),
    ...(data?.base ? [at("data.base", { kind: "folder", endings: [""] }, data.base)] : []),
    ...(cases?.folder ? [at("cases", { kind: "folder", endings: [".yaml", ".yml"] }, cases.folder)] : []),
  ];
}

/** Which of the two would be the first identity could not be seen. */
function loginTwice(file: string, { login, identities }: Written): readonly Finding[] {
  if (login === undefined || identities === undefined) return [];
  return [{ code: "login-beside-identities", severity: "error", place: { file, range: login.range }, facts: {} }];
}

/** A base is made by a server that is started, and that is to begin with it. */
function madeByAnother(file: string, { servers, database }: Written): readonly Finding[] {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return databasesIn(database).flatMap(([key, { made_by: side }]): readonly Finding[] => {
    if (side === undefined) return [];
    const place = { file, range };
    const isOthers = database.isPerSide && key !== `database.${side}`;
    if (isOthers) return [{ code: "made-by-other-side", severity: "error", place, facts: { key, side } }];
    const isAttached = servers[side].attach !== undefined;
    return isAttached ? [{ code: "made-by-attached", severity: "error", place, facts: { key, side } }] : [];
  });
}

/** Only SQLite's database is a file, and one that lies outside of the folder would not be put back with it. */
function inDataFaults(file: string, { database }: Written): readonly Finding[] {
  return databasesIn(database).flatMap(([key, { engine, in_data: inData }]): readonly Finding[] => {
    if (inData === undefined) return [];
    const place = { file, range: inData.range };
    const facts = { key: `${key}.in_data`, path: inData.value };
    if (engine !== "sqlite") return [{ code: "in-data-engine", severity: "error", place, facts }];
    const isOutside = inData.value === "." || inData.value.startsWith("..");
    return isOutside ? [{ code: "in-data-outside", severity: "error", place, facts }] : [];
  });
}

/** What is written of each database, by the key under which it stands. */
function databasesIn({
  python,
  rust,
  isPerSide,
}: Written["database"]): readonly (readonly [string, WrittenDatabase])[] {
  if (!isPerSide) return [["database", python]];
  return [
    ["database.python", python],
    ["database.rust", rust],
  ];
}

/** What "Set Up…" and `portolan init` could not tell, and marked. */
function toFillIn(file: string, text: string): readonly Finding[] {
  return text.split("\n").flatMap((written, line): readonly Finding[] => {
    const mark = /^\s*[^#\s].*\s(# FILL IN:?\s*(.*?))\s*$/d.exec(written);
    const [from, to] = mark?.indices?.[1] ?? [0, 0];
    if (!mark) return [];
    const range = { start: { line, character: from }, end: { line, character: to } };
    return [{ code: FILL_IN, severity: "warning", place: { file, range }, facts: { what: mark[2] ?? "" } }];
  });
}

/** What is not compared or not checked is said in each report. */
function checksOff(file: string, { database, data, services = [] }: Written): readonly Finding[] {
  const off = (code: string, reason: Located<string> | undefined): readonly Finding[] => {
    if (reason === undefined) return [];
    return [{ code, severity: "information", place: { file, range: reason.range }, facts: { reason: reason.value } }];
  };
  return [
    ...databasesIn(database).flatMap(([, { effects_not_compared: effects, use_not_checked: use }]) => [
      ...off("effects-not-compared", effects),
      ...off("database-use-not-checked", use),
    ]),
    ...off("data-not-compared", data?.not_compared),
    ...services.flatMap(([name, { effects }]): readonly Finding[] => {
      if (effects.kind === "content") return [];
      const { value: reason, range } = effects.reason;
      return [
        { code: "service-not-compared", severity: "information", place: { file, range }, facts: { name, reason } },
      ];
    }),
    ...services.flatMap(([name, { start, effects }]): readonly Finding[] => {
      if (start !== undefined || effects.kind === "content") return [];
      return [
        {
          code: "service-without-start",
          severity: "error",
          place: { file, range: effects.reason.range },
          facts: { name },
        },
      ];
    }),
  ];
}

/** An endpoint twice in a milestone or among those that stay, and a rule twice for the same value. */
function duplicates(file: string, written: Written): readonly Finding[] {
  const milestones = (written.milestones ?? []).flatMap(([name, endpoints]) =>
    repeated(
      `milestones.${name}`,
      endpoints.map(({ value, range }) => ({ id: value.key, endpoints: [value.key], range })),
    ),
  );
  const kept = (written.not_migrated ?? []).map(({ value, range }) => ({
    id: value.endpoint.key,
    endpoints: [value.endpoint.key],
    range,
  }));
  const rules = (written.rules ?? []).map(({ value, range }) => ({
    id: `${endpointsOf(value).toSorted().join()} ${targetText(value.target)} ${allowanceText(value.allow)} ${JSON.stringify(value.when)}`,
    endpoints: endpointsOf(value),
    range,
  }));
  return [...milestones, ...repeated("not_migrated", kept), ...repeated("rules", rules)].map(
    ({ list, endpoints, range, first }) => ({
      code: "entry-duplicate",
      severity: "warning",
      ...onlyEndpoint(endpoints),
      place: { file, range },
      facts: { list, endpoint: endpointsText(endpoints), firstLine: first.start.line + 1 },
    }),
  );
}

/** The endpoint of an entry that is for one alone. */
function onlyEndpoint([first, second]: readonly EndpointPattern[]): Pick<Finding, "endpoint"> {
  return first !== undefined && second === undefined && isExactPattern(first) ? { endpoint: first } : {};
}

/** Headers that stand there twice for the same endpoints, and Set-Cookie, of which every cookie is compared anyway. */
function needlessHeaders(file: string, { headers = [] }: Written): readonly Finding[] {
  const isSame = (one: FurtherHeader, other: FurtherHeader): boolean =>
    one.name === other.name && one.endpoint === other.endpoint;
  return headers.flatMap(({ value, range }, at): readonly Finding[] => {
    const first = headers.slice(0, at).find((other) => isSame(other.value, value));
    if (first === undefined && value.name !== "set-cookie") return [];
    const facts = { name: value.name, ...(first !== undefined && { firstLine: first.range.start.line + 1 }) };
    return [{ code: "header-compared-already", severity: "warning", place: { file, range }, facts }];
  });
}

interface Entry {
  readonly id: string;
  readonly endpoints: readonly EndpointPattern[];
  readonly range: Place["range"];
}

function repeated(list: string, entries: readonly Entry[]) {
  const firsts = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const first = firsts.get(entry.id);
    if (first !== undefined) return [{ list, ...entry, first: first.range }];
    firsts.set(entry.id, entry);
    return [];
  });
}
