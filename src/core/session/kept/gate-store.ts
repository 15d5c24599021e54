import { isRecord } from "#core/model/is-record.ts";
import type { GateResult, GateState } from "#core/model/gates/gate.ts";
import type { Ports } from "#core/ports.ts";
import { ignoreFolder } from "#core/recording/ignore-folder.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";

/** Where the last results of gates are kept, relative to the project's folder; git ignores the folder. */
const GATES_FILE = ".portolan/gates.json";

const VERSION = 1;

type Kept = NonNullable<GateState["last"]>;

/** What gates came to when they last ran, by name. A file that cannot be understood or read counts as empty. */
export async function keptGates({ files }: Pick<Ports, "files">): Promise<ReadonlyMap<string, Kept>> {
  const content = parsedJson((await files.read(GATES_FILE).catch(() => undefined)) ?? "");
  if (!isRecord(content) || content["version"] !== VERSION || !Array.isArray(content["gates"])) return new Map();
  const entries: readonly unknown[] = content["gates"];
  return new Map(entries.filter(isKept).map((kept) => [kept.result.name, kept]));
}

/** Keeps results beside those of other gates. Undefined, or why they could not be saved: they are worth more than their file. */
export async function keepGates(
  ports: Pick<Ports, "files" | "locks">,
  results: readonly GateResult[],
  at: string,
): Promise<string | undefined> {
  try {
    await ports.locks.hold(GATES_FILE, async () => {
      const all = new Map([
        ...(await keptGates(ports)),
        ...results.map((result) => [result.name, { at, result }] as const),
      ]);
      const gates = [...all.values()].toSorted((one, other) => (one.result.name < other.result.name ? -1 : 1));
      await ports.files.write(GATES_FILE, `${JSON.stringify({ version: VERSION, gates }, undefined, 2)}\n`);
      await ignoreFolder(ports.files, ".portolan");
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isKept(value: unknown): value is Kept {
  if (!isRecord(value) || typeof value["at"] !== "string" || !isRecord(value["result"])) return false;
  const { name, outcome, checked, findings } = value["result"];
  return (
    typeof name === "string" &&
    isRecord(outcome) &&
    ["passed", "failed", "not-run"].includes(String(outcome["kind"])) &&
    Array.isArray(checked) &&
    Array.isArray(findings)
  );
}
