import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { driftProject, example, portolan } from "./example.ts";

interface EndpointDrift {
  readonly name: string;
  readonly kind: string;
  readonly scope: "endpoint";
  readonly endpoint: string;
  readonly case: string;
  /** What becomes of the endpoint; without it, it differs. */
  readonly verdict?: "match";
}

interface ServerDrift {
  readonly name: string;
  readonly kind: string;
  readonly scope: "server";
  /** A hint's code, or a title. */
  readonly cause: string;
  /** Endpoints, or all that have an answer of a status or of a media type. */
  readonly touches: readonly string[] | number | string;
}

interface Report {
  readonly endpoints: readonly { readonly endpoint: string; readonly verdict: string }[];
  readonly clusters: readonly {
    readonly title: string;
    readonly severity: string;
    readonly endpoints: readonly string[];
    readonly hint?: { readonly code: string };
  }[];
  readonly cases: readonly {
    readonly endpoint: string;
    readonly name: string;
    readonly verdict: string;
    readonly differences: readonly unknown[];
    readonly exchanges: {
      readonly python: {
        readonly outcome: { readonly status: number; readonly headers: readonly (readonly [string, string])[] };
      };
    };
  }[];
}

const drifts: readonly (EndpointDrift | ServerDrift)[] = parse(readFileSync(join(example, "drifts.yaml"), "utf8"));
const ofEndpoints = drifts.filter((drift) => drift.scope === "endpoint");
const ofServer = drifts.filter((drift) => drift.scope === "server");

/** The ways in which a Python server and its port differ without being told, as far as this server can show them. */
const KINDS = [
  "text for a number or a bool",
  "16.0 for an int",
  "integers over 64 bits",
  "unknown keys",
  "the same key twice",
  "float spelling",
  "float off in its last place",
  "integers past 2^53",
  "1.0 against 1",
  "key order",
  "UTC",
  "fractions of seconds",
  "naive datetimes",
  "durations",
  "Decimal",
  "NaN and infinities",
  "None against absent",
  "enum and union tagging",
  "field names",
  "UUID case",
  "order of sets",
  "non-ASCII text",
  "validation error",
  "path parameter of the wrong type",
  "unknown path, wrong method",
  "HEAD on a GET route",
  "trailing slash",
  "repeated and empty query values",
  "missing body or wrong content type",
  "percent-encoding",
  "cookies",
  "content type",
  "order without ORDER BY",
  "text collation, case folding",
  "rounding",
  "default values",
  "clocks",
  "password hashes",
  "pagination",
  "transactions",
  "background tasks",
  "CORS",
  "gzip",
  "static files",
  "structural",
];

test("there is a drift of every kind, and no kind that is not listed", () => {
  expect(new Set(drifts.map(({ kind }) => kind))).toEqual(new Set(KINDS));
});

/** Run beside drifts of endpoints: what they touch is no endpoint of the contract. */
const APART = new Set(["head-answered", "preflight-answered", "slash-ignored"]);

// Of drifts that share an endpoint each is in a run of its own, so that none is found by another's case.
test.each(rounds(ofEndpoints).map((round, number) => [number + 1, round] as const))(
  "round %i: each drift of one endpoint is found by its case, and no other endpoint differs",
  async (number, round) => {
    const beside = number === 1 ? ofServer.filter(({ name }) => APART.has(name)) : [];
    const report = await checkWith([...round, ...beside]);
    const failing = round.filter(({ verdict }) => verdict === undefined).map(({ endpoint }) => endpoint);
    const differing = report.endpoints.filter(({ verdict }) => verdict !== "match").map(({ endpoint }) => endpoint);
    const expected = [...failing, ...beside.flatMap((drift) => touchedBy(drift, report))];
    expect(differing.toSorted()).toEqual(expected.toSorted());
    const unseen = round.filter(
      (drift) =>
        !report.cases.some(
          ({ endpoint, name, verdict, differences }) =>
            endpoint === drift.endpoint &&
            name.endsWith(drift.case) &&
            verdict === (drift.verdict ?? "differs") &&
            differences.length > 0,
        ),
    );
    expect(unseen.map(({ name }) => name)).toEqual([]);
    for (const drift of beside) expect(causesOf(drift, report)).toContainEqual(touchedBy(drift, report));
  },
);

test("each drift of the server is reported once, with the endpoints that it touches, and nothing else is", async () => {
  const together = ofServer.filter(({ name }) => !APART.has(name));
  const report = await checkWith(together);
  for (const drift of together) {
    expect({ drift: drift.name, causes: causesOf(drift, report) }).toEqual({
      drift: drift.name,
      causes: [touchedBy(drift, report)],
    });
  }
  const failing = report.clusters.filter(({ severity }) => severity !== "cosmetic");
  expect(failing.map(({ title }) => title)).toHaveLength(together.length);
});

/** What a check of all that is ported reports with these drifts. */
async function checkWith(planted: readonly { readonly name: string }[]): Promise<Report> {
  const { code, stdout } = await portolan(example, ["check", "--no-save", "--json", "--project", driftProject()], {
    CORE_DRIFTS: planted.map(({ name }) => name).join(","),
  });
  expect(code).toBe(1);
  return JSON.parse(stdout);
}

/** The endpoints of each cause that is reported under the drift's name. */
function causesOf({ cause }: ServerDrift, { clusters }: Report): readonly (readonly string[])[] {
  const named = clusters.filter(({ hint, title }) => (hint?.code ?? title) === cause);
  return named.map(({ endpoints }) => endpoints.toSorted());
}

function touchedBy({ touches }: ServerDrift, { cases }: Report): readonly string[] {
  if (typeof touches === "object") return touches.toSorted();
  const touched = cases.filter(({ exchanges: { python } }) =>
    typeof touches === "number"
      ? python.outcome.status === touches
      : python.outcome.headers.some(([name, value]) => name === "content-type" && value === touches),
  );
  return [...new Set(touched.map(({ endpoint }) => endpoint))].toSorted();
}

/** As few as can be in which no endpoint is named twice. */
function rounds(of: readonly EndpointDrift[]): readonly (readonly EndpointDrift[])[] {
  const made: EndpointDrift[][] = [];
  for (const drift of of) {
    const free = made.find((round) => round.every(({ endpoint }) => endpoint !== drift.endpoint));
    if (free === undefined) made.push([drift]);
    else free.push(drift);
  }
  return made;
}
