import { isRecord } from "#core/model/is-record.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { EndpointVerdict, Verdict } from "#core/model/run/verdict.ts";
import type { Ports } from "#core/ports.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import { ignoreFolder } from "#core/recording/ignore-folder.ts";

/** Where the last verdicts are kept, relative to the project's folder; git ignores the folder. */
export const VERDICTS_FILE = ".portolan/verdicts.json";

const VERSION = 1;

/** The last verdict on each endpoint, in memory and in `.portolan/verdicts.json`. */
export interface VerdictStore {
  /** What is known now; the file is read at the first call, and again after `forget`. */
  all(): Promise<ReadonlyMap<EndpointKey, EndpointVerdict>>;
  /** Takes a verdict in; does not write the file. */
  record(verdict: EndpointVerdict): void;
  /**
   * Writes all verdicts, sorted by endpoint: the same verdicts give the same bytes. What another process saved meanwhile
   * stays where it is newer. Undefined, or why they could not be saved: a run is worth more than its verdicts' file.
   */
  save(): Promise<string | undefined>;
  /** The file was changed by somebody else: read it again when asked next. Verdicts recorded here and newer stay. */
  forget(): void;
}

/**
 * Keeps verdicts in a project's folder. A file that cannot be understood counts as empty: verdicts can be made again. One
 * that cannot be read (no right to, larger than a text can be) counts as empty too, and is not written over.
 */
export function createVerdictStore({ files, locks }: Pick<Ports, "files" | "locks">): VerdictStore {
  const recorded = new Map<EndpointKey, EndpointVerdict>();
  let saved: Promise<readonly EndpointVerdict[]> | undefined;

  const readSaved = async (): Promise<readonly EndpointVerdict[]> => readVerdicts(await files.read(VERDICTS_FILE));
  const merge = (known: readonly EndpointVerdict[]): ReadonlyMap<EndpointKey, EndpointVerdict> => {
    const merged = new Map<EndpointKey, EndpointVerdict>();
    for (const verdict of [...known, ...recorded.values()]) {
      const other = merged.get(verdict.endpoint);
      // ISO 8601 in UTC sorts as text does.
      if (other === undefined || other.at <= verdict.at) merged.set(verdict.endpoint, verdict);
    }
    return merged;
  };

  return {
    all: async () => {
      saved ??= readSaved().catch(() => []);
      return merge(await saved);
    },
    record: (verdict) => void recorded.set(verdict.endpoint, verdict),
    save: async () => {
      try {
        await locks.hold(VERDICTS_FILE, async () => {
          const verdicts = [...merge(await readSaved()).values()].toSorted((a, b) =>
            a.endpoint < b.endpoint ? -1 : 1,
          );
          await files.write(VERDICTS_FILE, `${JSON.stringify({ version: VERSION, verdicts }, undefined, 2)}\n`);
          saved = Promise.resolve(verdicts);
          await ignoreFolder(files, ".portolan");
        });
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    forget: () => {
      saved = undefined;
    },
  };
}

function readVerdicts(text: string | undefined): readonly EndpointVerdict[] {
  if (text === undefined) return [];
  const content = parsedJson(text);
  if (!isRecord(content) || content["version"] !== VERSION || !Array.isArray(content["verdicts"])) return [];
  return content["verdicts"].filter(isVerdict);
}

const VERDICTS: readonly Verdict[] = ["match", "differs", "failed"];

function isVerdict(value: unknown): value is EndpointVerdict {
  if (!isRecord(value)) return false;
  return (
    typeof value["endpoint"] === "string" &&
    VERDICTS.some((verdict) => verdict === value["verdict"]) &&
    typeof value["cases"] === "number" &&
    typeof value["matched"] === "number" &&
    typeof value["at"] === "string" &&
    isRecord(value["handlers"])
  );
}
