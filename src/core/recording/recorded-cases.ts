import { readCaseFile } from "#core/cases/read-case-file.ts";
import type { Identity } from "#core/model/identity.ts";
import { endpointFinder, type FoundEndpoint, type KnownEndpoint } from "./find-endpoint.ts";
import { handedOn, type HandedOn } from "./handed-on.ts";
import type { LeftOut, RecordedExchange } from "./recorded-exchange.ts";
import { requestLines } from "./request-lines.ts";
import { type Senders, sendersOf } from "./senders.ts";
import { createRecordedSecrets, type RecordedSecrets } from "./recorded-secrets.ts";
import { yamlScalar } from "#core/text/yaml/yaml-edit.ts";

/** Cases made of what was recorded, as they stand in a case file; secrets are not masked yet. */
export interface RecordedCases {
  readonly entries: readonly RecordedEntry[];
  readonly leftOut: LeftOut;
  readonly senders: Pick<Senders, "unknown" | "assumed">;
}

/** A case or a scenario. */
export interface RecordedEntry {
  readonly text: string;
  readonly requests: number;
}

interface Recorded {
  /** What scenarios are called that have no session. */
  readonly name: string;
  readonly exchanges: readonly RecordedExchange[];
  readonly endpoints: readonly KnownEndpoint[];
  readonly identities: readonly Identity[];
  /** Whether a text holds a secret. */
  readonly isSecret: (text: string) => boolean;
  /** Whether a text is one, and nothing else. */
  readonly isWholeSecret: (text: string) => boolean;
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Makes cases of what was recorded: of a session all that follows its first write is a scenario, because it was answered on
 * what the write left; anything else is a case of its own, each request once.
 */
export function recordedCases({
  name,
  exchanges,
  endpoints,
  identities,
  isSecret,
  isWholeSecret,
}: Recorded): RecordedCases {
  const leftOut = new Map<string, number>();
  const leave = (why: string): void => void leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
  const find = endpointFinder(endpoints);
  const senders = sendersOf(exchanges, identities);
  const secrets = createRecordedSecrets(isWholeSecret);
  const plainly = (endpoint: FoundEndpoint, sender?: string) => plain(endpoint, { senders, secrets }, sender);
  const found = new Map<RecordedExchange, FoundEndpoint>();
  const usable = exchanges.filter((exchange) => {
    const endpoint = find(exchange.request.method, exchange.request.target.replace(/\?.*/s, ""));
    if (endpoint === undefined) leave("for no endpoint of the ledger");
    else if (senders.isLogin(exchange)) leave("logins, which identities send by themselves");
    else if (isSecret(requestLines(exchange, plainly(endpoint)).join("\n"))) {
      leave("with a secret that no identity stands for");
    } else found.set(exchange, endpoint);
    return found.has(exchange);
  });
  const names = createNames();
  const entries: RecordedEntry[] = [];
  const sent = new Set<string>();
  for (const [session, own] of Map.groupBy(usable, (exchange) => exchange.session)) {
    const firstWrite = own.findIndex(({ request }) => !READING.has(request.method));
    const isScenario = firstWrite >= 0 && firstWrite < own.length - 1;
    const alone = isScenario ? own.slice(0, firstWrite) : own;
    // `tests/test_nodes.py::test_create` → `test_create`
    const label = session?.split("::").slice(1).join(" ") || session;
    const prefix = label === undefined ? "" : `${label}: `;
    for (const exchange of alone) {
      const endpoint = found.get(exchange);
      if (endpoint === undefined) continue;
      const lines = requestLines(exchange, plainly(endpoint, senders.of(exchange)));
      if (sent.has(lines.join("\n"))) {
        leave("sent before");
        continue;
      }
      sent.add(lines.join("\n"));
      const title = `${prefix}${endpoint.endpoint.method} ${endpoint.endpoint.path} answers ${exchange.answer.status}`;
      const named = requestLines(exchange, {
        ...plainly(endpoint, senders.of(exchange)),
        name: names(title),
        test: session,
      });
      entries.push({ text: itemText(named), requests: 1 });
    }
    if (isScenario) {
      const steps = own.slice(firstWrite);
      entries.push({
        text: scenarioText({ name: names(label ?? name), test: session }, steps, found, { senders, secrets }),
        requests: steps.length,
      });
    }
  }
  const readable = entries.filter((entry) => isReadable(entry, leave));
  return { entries: readable, leftOut, senders };
}

/** What stands for credentials and other secrets in cases. */
interface StandIns {
  readonly senders: Senders;
  readonly secrets: RecordedSecrets;
}

function plain(found: FoundEndpoint, { senders: { isCredential }, secrets }: StandIns, sender?: string) {
  return { found, name: undefined, test: undefined, sender, isCredential, secrets, step: undefined };
}

function scenarioText(
  { name, test }: { readonly name: string; readonly test: string | undefined },
  steps: readonly RecordedExchange[],
  found: ReadonlyMap<RecordedExchange, FoundEndpoint>,
  standIns: StandIns,
): string {
  const handed = handedOn(steps, (exchange) => found.get(exchange)?.parameters ?? []);
  const given: HandedOn[] = [];
  const lines = steps.flatMap((exchange) => {
    const endpoint = found.get(exchange);
    if (endpoint === undefined) return [];
    const captures = handed.filter(({ from }) => from === exchange);
    const step = { given: [...given], captures };
    given.push(...captures);
    const own = requestLines(exchange, { ...plain(endpoint, standIns, standIns.senders.of(exchange)), step });
    return item(own).map((line) => `    ${line}`);
  });
  const head = [`- scenario: ${yamlScalar(name)}`, ...(test === undefined ? [] : [`  test: ${yamlScalar(test)}`])];
  return [...head, "  steps:", ...lines].join("\n");
}

function itemText(lines: readonly string[]): string {
  return item(lines).join("\n");
}

function item(lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => `${at === 0 ? "- " : "  "}${line}`);
}

/** What cannot be read back, such as half of a surrogate pair, would not be sent as it was. */
function isReadable({ text, requests }: RecordedEntry, leave: (why: string) => void): boolean {
  const { findings } = readCaseFile("recorded.yaml", "recorded", text);
  if (findings.every(({ severity }) => severity !== "error")) return true;
  for (let count = 0; count < requests; count += 1) leave("not to be written as a case");
  return false;
}

/** Names that a case file holds once: `GET /nodes answers 200`, `GET /nodes answers 200 (2)`. */
function createNames(): (wanted: string) => string {
  const counts = new Map<string, number>();
  return (wanted) => {
    const count = (counts.get(wanted) ?? 0) + 1;
    counts.set(wanted, count);
    return count === 1 ? wanted : `${wanted} (${count})`;
  };
}
