import { escapePattern } from "#core/text/escape-pattern.ts";
import type { StoredRow, StoredValue } from "#core/model/run/table-change.ts";
import type { StubAnswer, StubRoute, StubSettings } from "#core/model/stub.ts";
import type { StubRequest, StubServers } from "#core/ports/stub-servers.ts";

import type { Companion } from "./companion.ts";
import { contentValue } from "./content-value.ts";

/** A server of ours that answers as the project file says, and keeps what it was asked since the last case. */
export async function createStub({ name, routes }: StubSettings, stubs: StubServers): Promise<Companion> {
  const known = routes.map((route) => ({ ...route, fits: matcher(route), given: 0 }));
  let requests: StoredRow[] = [];
  let count = 0;
  const server = await stubs.serve((request) => {
    const path = request.target.replace(/\?.*$/s, "");
    const found = known.find(({ fits }) => fits(request.method, path));
    const answer = found?.answers[Math.min(found.given, found.answers.length - 1)];
    count += 1;
    if (found !== undefined) found.given += 1;
    requests.push(rowOf(request, answer));
    return answer ?? nothingFits(name, request);
  });
  const forget = (): Promise<void> => {
    requests = [];
    for (const route of known) route.given = 0;
    return Promise.resolve();
  };
  return {
    values: { [`stub:${name}.url`]: `http://127.0.0.1:${server.port}` },
    reach: [{ host: "127.0.0.1", port: server.port }],
    // What a server asks at its start belongs to no case.
    keep: forget,
    restore: () => forget().then(() => true),
    version: () => Promise.resolve(count),
    changes: () =>
      Promise.resolve({
        kind: "changes",
        tables:
          requests.length === 0
            ? []
            : [
                {
                  table: `\${stub:${name}}`,
                  columns: COLUMNS,
                  key: [],
                  inserted: requests,
                  updated: [],
                  deleted: [],
                  areRequests: true,
                },
              ],
      }),
    dispose: () => server.dispose(),
  };
}

const COLUMNS = ["request", "headers", "body", "answered"];

/** `/v1/customers/{id}` fits `/v1/customers/7`; a parameter takes one segment or a part of one. */
function matcher({ method, path }: StubRoute): (method: string, path: string) => boolean {
  const parts = path.split(/\{[^{}]*\}/).map((part) => escapePattern(part));
  const pattern = new RegExp(`^${parts.join("[^/]+")}$`);
  return (asked, target) => (method === "ANY" || method === asked) && pattern.test(target);
}

function nothingFits(name: string, { method, target }: StubRequest): StubAnswer {
  const text = `No answer in \`stubs.${name}\` of portolan.yaml fits ${method} ${target}.`;
  return { status: 404, headers: [["content-type", "application/json"]], body: JSON.stringify({ portolan: text }) };
}

function rowOf({ method, target, headers, body }: StubRequest, answer: StubAnswer | undefined): StoredRow {
  return [
    `${method} ${target}`,
    { kind: "json", text: JSON.stringify(Object.fromEntries(namedHeaders(headers))) },
    bodyValue({ headers, body }),
    answer === undefined ? "nothing in the stub fits" : BigInt(answer.status),
  ];
}

/** What HTTP clients and tracers write by themselves, each in its own way. */
const OF_CLIENTS = new Set([
  "host",
  "user-agent",
  "accept-encoding",
  "accept-language",
  "connection",
  "keep-alive",
  "content-length",
  "transfer-encoding",
  "te",
  "upgrade",
  "http2-settings",
  "expect",
  "traceparent",
  "tracestate",
  "baggage",
  "sentry-trace",
]);

function namedHeaders(headers: StubRequest["headers"]): readonly (readonly [string, string])[] {
  const kept = headers.filter(([name, value]) => !OF_CLIENTS.has(name) && !(name === "accept" && value === "*/*"));
  const byName = Map.groupBy(kept, ([name]) => name);
  return [...byName]
    .map(([name, all]) => [name, all.map(([, value]) => value).join(", ")] as const)
    .toSorted(inOrderOfNames);
}

function inOrderOfNames([one = ""]: readonly unknown[], [other = ""]: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1;
}

/** JSON is compared value by value, and so are the fields of a form, whose order is the client's. */
function bodyValue({ headers, body }: Pick<StubRequest, "headers" | "body">): StoredValue {
  if (body.kind === "empty") return null;
  if (body.kind === "binary") return { kind: "many bytes", bytes: body.bytes, sha256: body.sha256 };
  const media = headers.find(([name]) => name === "content-type")?.[1] ?? "";
  if (!media.startsWith("application/x-www-form-urlencoded")) return contentValue(body.text);
  const fields = Map.groupBy(new URLSearchParams(body.text), ([name]) => name);
  const values = [...fields].map(([name, all]) => [
    name,
    all.length === 1 ? all[0]?.[1] : all.map(([, value]) => value),
  ]);
  return { kind: "json", text: JSON.stringify(Object.fromEntries(values.toSorted(inOrderOfNames))) };
}
