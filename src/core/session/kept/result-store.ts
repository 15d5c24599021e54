import { isRecord } from "#core/model/is-record.ts";
import { type EndpointKey, SIDES } from "#core/model/endpoint.ts";
import type { SavedResults } from "#core/model/session.ts";
import type { CaseResult, EndpointResults, NotReached } from "#core/model/run/verdict.ts";
import type { Ports } from "#core/ports.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import { sha256Of } from "#core/text/sha256.ts";

/** Where the last answers are kept, a file an endpoint, relative to the project's folder; git ignores the folder. */
const FOLDER = ".portolan/results";

const VERSION = 1;

/** Characters that an endpoint's answers may take; what is beyond is left out, matches first. */
const MOST_CHARACTERS = 1_000_000;

/** Differences of a case that are kept where all would be too much. */
const MOST_DIFFERENCES = 100;

/** The last results of each endpoint on the disk, so that they outlive the process that ran it. */
export interface ResultStore {
  /** Writes the results that belong to a verdict in place of those before. They have passed the gate for secrets. */
  save(endpoint: EndpointKey, saved: SavedResults): Promise<void>;
  /** Undefined where nothing was kept, or nothing that can be understood. */
  load(endpoint: EndpointKey): Promise<SavedResults | undefined>;
}

/** Keeps results in a project's folder. That they cannot be written is told in the log: they can be made again. */
export function createResultStore({ files, log }: Pick<Ports, "files" | "log">): ResultStore {
  return {
    save: async (endpoint, { at, results, notReached }) => {
      try {
        const text = JSON.stringify({
          version: VERSION,
          endpoint,
          at,
          results: keptResults(results),
          ...(notReached.length > 0 && { notReached }),
        });
        await files.write(await fileOf(endpoint), `${text}\n`);
      } catch (error) {
        log.error(
          `The answers of ${endpoint} could not be kept: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
    load: async (endpoint) => {
      const text = await files.read(await fileOf(endpoint)).catch(() => undefined);
      const content = text === undefined ? undefined : parsedJson(text);
      if (!isRecord(content) || content["version"] !== VERSION || content["endpoint"] !== endpoint) return undefined;
      const { at, results, notReached = [] } = content;
      if (typeof at !== "string" || !Array.isArray(results) || !results.every(isResult)) return undefined;
      if (!Array.isArray(notReached) || !notReached.every(isNotReached)) return undefined;
      return { at, results, notReached };
    },
  };
}

/** Matches of an endpoint that are kept at all: of more of them nobody looks at each. */
const MOST_MATCHES = 500;

/** The results of a run, endpoint by endpoint, until they are taken. */
export function gatherResults(): {
  readonly add: (result: CaseResult) => void;
  readonly addNotReached: (step: NotReached) => void;
  readonly take: (endpoint: EndpointKey) => EndpointResults;
} {
  const byEndpoint = new Map<EndpointKey, CaseResult[]>();
  const steps = new Map<EndpointKey, NotReached[]>();
  return {
    add: (result) => {
      const { endpoint } = result.case;
      const known = byEndpoint.get(endpoint);
      if (known === undefined) byEndpoint.set(endpoint, [result]);
      else if (result.verdict !== "match" || known.length < MOST_MATCHES) known.push(result);
    },
    addNotReached: (step) => {
      const { endpoint } = step.case;
      const known = steps.get(endpoint);
      if (known === undefined) steps.set(endpoint, [step]);
      else if (known.length < MOST_MATCHES) known.push(step);
    },
    take: (endpoint) => {
      const own = { results: byEndpoint.get(endpoint) ?? [], notReached: steps.get(endpoint) ?? [] };
      byEndpoint.delete(endpoint);
      steps.delete(endpoint);
      return own;
    },
  };
}

/** What differs first: the answers of as many cases as there is room for, and of all others that there were some. */
export function keptResults(results: readonly CaseResult[], room = MOST_CHARACTERS): readonly CaseResult[] {
  const order = { differs: 0, failed: 1, match: 2 };
  const kept = new Map<CaseResult, CaseResult>();
  let left = room;
  for (const result of results.toSorted((a, b) => order[a.verdict] - order[b.verdict])) {
    const least = withFewDifferences(withoutAnswers(result));
    // A body may be larger than a text can be: its length says enough.
    const shown = answersLength(result) > left ? [withoutAnswers(result)] : [result, withoutAnswers(result)];
    const texts = [...shown, least].map((each) => ({ each, length: JSON.stringify(each).length }));
    const { each: fitting, length } = texts.find((one) => one.length <= left) ?? { each: least, length: 0 };
    left -= length;
    kept.set(result, fitting);
  }
  return results.flatMap((result) => kept.get(result) ?? []);
}

/** Characters of both bodies and both effects. */
function answersLength({ exchanges, effects }: CaseResult): number {
  const bodies = SIDES.map((side) => {
    const outcome = exchanges[side]?.outcome;
    return outcome?.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text.length : 0;
  });
  return [...bodies, effects?.python.length ?? 0, effects?.rust.length ?? 0].reduce((sum, length) => sum + length, 0);
}

function withoutAnswers(result: CaseResult): CaseResult {
  const { effects: _, ...rest } = result;
  return { ...rest, exchanges: {} };
}

function withFewDifferences(result: CaseResult): CaseResult {
  const omitted = result.differences.length - MOST_DIFFERENCES;
  if (omitted <= 0) return result;
  const omittedDifferences = (result.omittedDifferences ?? 0) + omitted;
  return { ...result, differences: result.differences.slice(0, MOST_DIFFERENCES), omittedDifferences };
}

function isNotReached(value: unknown): value is NotReached {
  return isRecord(value) && isRecord(value["case"]) && typeof value["reason"] === "string";
}

/** We wrote the file; what is checked is that it is one of this sort. */
function isResult(value: unknown): value is CaseResult {
  return (
    isRecord(value) &&
    isRecord(value["case"]) &&
    isRecord(value["exchanges"]) &&
    Array.isArray(value["differences"]) &&
    typeof value["verdict"] === "string"
  );
}

/** A name that each system takes: `GET /api/nodes/{}` → `GET-api-nodes-1f3a…` */
async function fileOf(endpoint: EndpointKey): Promise<string> {
  const hex = (await sha256Of(endpoint)).slice(0, 12);
  const words = endpoint.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
  return `${FOLDER}/${words}-${hex}.json`;
}
