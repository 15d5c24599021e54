import { describe, expect, it } from "vitest";
import { asMethod, endpointKey } from "#core/model/endpoint.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import { readProject } from "#core/project/read-project.ts";
import { keepRecording } from "#core/recording/keep-recording.ts";
import { endpointFinder } from "#core/recording/find-endpoint.ts";
import { readHar } from "#core/recording/read-har.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

interface Entry {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly type?: string;
  readonly status?: number;
  readonly answer?: string;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** More of the request's `postData` and of the answer's `content`. */
  readonly posted?: object;
  readonly content?: object;
}

const ENDPOINTS = ["GET /nodes", "POST /nodes", "GET /nodes/{node_id}", "PUT /nodes/{node_id}", "POST /api/auth/login"];

/** The case file that comes of an archive, then what was left out. */
async function checkImport(entries: readonly Entry[], project = exampleProject): Promise<string> {
  const files = memoryFiles({});
  const read = readProject("portolan.yaml", project).project;
  if (read === undefined) throw new Error("the test's project file cannot be used");
  const rows = ENDPOINTS.map(rowOf);
  const find = endpointFinder(rows.map(({ method, path }) => ({ method, path, rests: new Set() })));
  const reading = readHar("shop.har", JSON.stringify({ log: { entries: entries.map(entryOf) } }), {
    isEndpoint: (method, path) => find(method, path) !== undefined,
  });
  const kept = await keepRecording(
    { name: "shop.har", ...reading },
    { files, gate: new SecretGate(), project: read, rows },
  );
  const text = kept.file === undefined ? "" : await files.read(kept.file);
  return [
    `${kept.file ?? "no file"}: ${kept.requests} requests`,
    text?.trimEnd(),
    ...[...kept.leftOut].map(([why, count]) => `left out: ${count} ${why}`),
    ...kept.senders.unknown.map(({ name, headers }) => `unknown sender: ${name} by ${headers.join(", ")}`),
    ...(kept.senders.assumed === undefined ? [] : [`assumed sender: ${kept.senders.assumed}`]),
  ].join("\n");
}

function rowOf(endpoint: string): LedgerRow {
  const [name = "", path = ""] = endpoint.split(" ");
  const method = asMethod(name) ?? "GET";
  return {
    key: endpointKey(method, path),
    method,
    path,
    status: "ported",
    milestones: [],
    python: [],
    rust: [],
    findings: [],
  };
}

function entryOf(entry: Entry): object {
  const { url, method = "GET", headers = {}, body, type = "application/json", status = 200 } = entry;
  const { answer = "", answerHeaders = {}, posted = {}, content = {} } = entry;
  const pairs = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([name, value]) => ({ name, value }));
  return {
    request: {
      method,
      url,
      headers: pairs({ ":method": method, "Content-Type": type, "User-Agent": "browser", ...headers }),
      ...((body !== undefined || entry.posted) && { postData: { mimeType: type, text: body ?? "", ...posted } }),
    },
    response: { status, headers: pairs(answerHeaders), content: { text: answer, ...content } },
  };
}

const HOST = "http://127.0.0.1:8000";

describe("an HTTP archive", () => {
  it("becomes cases of the endpoints of one origin, each request once", async () => {
    expect(
      await checkImport([
        { url: `${HOST}/nodes?limit=2&tag=a%20b&tag=c`, headers: { "X-Trace": "t: 1" } },
        { url: `${HOST}/nodes?limit=2&tag=a%20b&tag=c`, headers: { "X-Trace": "t: 1" } },
        { url: `${HOST}/nodes/s%C3%BCd%2F1`, status: 404 },
        { url: `${HOST}/static/app.js` },
        { url: `${HOST}/nodes`, status: 0 },
        { url: "https://elsewhere.example/nodes" },
      ]),
    ).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 2 requests
      - endpoint: GET /nodes
        name: GET /nodes answers 200
        query:
          limit: "2"
          tag:
            - a b
            - c
        headers:
          X-Trace: "t: 1"
        expect: 200

      - endpoint: GET /nodes/{node_id}
        name: GET /nodes/{node_id} answers 404
        parameters:
          node_id: süd/1
        expect: 404
      left out: 1 for another origin
      left out: 1 without an answer
      left out: 1 for no endpoint of the ledger
      left out: 1 sent before"
    `);
  });

  it("becomes a scenario from the first write on, and what later requests took from its answers is captured", async () => {
    expect(
      await checkImport([
        { url: `${HOST}/nodes`, answer: '[{"id":"seeded-1"}]' },
        {
          url: `${HOST}/nodes`,
          method: "POST",
          body: '{"name": "west", "rate": 1.0, "count": 9007199254740993, "note": "${x}"}',
          status: 201,
          answer: '{"id":7,"name":"west","links":[{"rel":"self","key":"k-2024-0001"}]}',
          answerHeaders: { ETag: '"v1"' },
        },
        { url: `${HOST}/nodes/7`, headers: { "If-None-Match": '"v1"' }, status: 304 },
        { url: `${HOST}/nodes/seeded-1`, method: "PUT", body: '{"name":"west","next":"k-2024-0001","parent_id":7}' },
      ]),
    ).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 4 requests
      - endpoint: GET /nodes
        name: GET /nodes answers 200
        expect: 200

      - scenario: shop
        steps:
          - endpoint: POST /nodes
            body: {"name":"west","rate":1.0,"count":9007199254740993,"note":"$\${x}"}
            expect: 201
            capture:
              node_id: $.id
              etag: { header: ETag }
              next: $.links[0].key
          - endpoint: GET /nodes/{node_id}
            parameters:
              node_id: \${node_id}
            headers:
              If-None-Match: \${etag}
            expect: 304
          - endpoint: PUT /nodes/{node_id}
            parameters:
              node_id: seeded-1
            body: {"name":"west","next":"\${next}","parent_id":"\${node_id}"}
            expect: 200"
    `);
  });

  it("names identities in place of credentials, and sends no login itself", async () => {
    const body = '{"username": "admin", "password": "secret"}';
    expect(
      await checkImport([
        { url: `${HOST}/nodes`, status: 401 },
        {
          url: `${HOST}/api/auth/login`,
          method: "POST",
          body,
          answer: '{"token":"tok-5b1d9f6e2c4a"}',
        },
        { url: `${HOST}/nodes`, headers: { authorization: "Bearer tok-5b1d9f6e2c4a" } },
        { url: `${HOST}/nodes/1`, headers: { authorization: "Bearer another-7d3f1a9e" } },
      ]),
    ).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 3 requests
      - endpoint: GET /nodes
        name: GET /nodes answers 401
        as: none
        expect: 401

      - endpoint: GET /nodes
        name: GET /nodes answers 200
        as: default
        expect: 200

      - endpoint: GET /nodes/{node_id}
        name: GET /nodes/{node_id} answers 200
        parameters:
          node_id: "1"
        as: recorded
        expect: 200
      left out: 1 logins, which identities send by themselves
      unknown sender: recorded by authorization"
    `);
  });

  it("assumes the first identity behind the only credentials, and the usual one where they were taken out", async () => {
    expect(await checkImport([{ url: `${HOST}/nodes`, headers: { authorization: "Bearer some-7d3f1a9e" } }]))
      .toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 1 requests
      - endpoint: GET /nodes
        name: GET /nodes answers 200
        as: default
        expect: 200
      assumed sender: default"
    `);
    expect(await checkImport([{ url: `${HOST}/nodes` }])).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 1 requests
      - endpoint: GET /nodes
        name: GET /nodes answers 200
        expect: 200"
    `);
  });

  it("writes what stands for a secret in a body or query, and leaves out what has one in a text", async () => {
    const written = await checkImport([
      { url: `${HOST}/nodes?api_key=K7aa91bb20cc3` },
      { url: `${HOST}/nodes/1`, headers: { cookie: "session=9f8e7d6c5b4a; lang=en" } },
      { url: `${HOST}/nodes`, method: "POST", body: '{"name":"a"}' },
      { url: `${HOST}/nodes`, method: "POST", body: '{"name":"b","password":"pelican-4711"}' },
      { url: `${HOST}/nodes/2` },
      { url: `${HOST}/nodes`, method: "POST", type: "text/plain", body: "the password is pelican-4711" },
    ]);
    expect(written).not.toMatch(/pelican|K7aa91|9f8e7d/);
    expect(written).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 5 requests
      - endpoint: GET /nodes
        name: GET /nodes answers 200
        query:
          api_key: \${secret:RECORDED_API_KEY}
        as: none
        expect: 200

      - endpoint: GET /nodes/{node_id}
        name: GET /nodes/{node_id} answers 200
        parameters:
          node_id: "1"
        as: default
        expect: 200

      - scenario: shop
        steps:
          - endpoint: POST /nodes
            body: {"name":"a"}
            as: none
            expect: 200
          - endpoint: POST /nodes
            body: {"name":"b","password":"\${secret:RECORDED_PASSWORD}"}
            as: none
            expect: 200
          - endpoint: GET /nodes/{node_id}
            parameters:
              node_id: "2"
            as: none
            expect: 200
      left out: 1 with a secret that no identity stands for
      assumed sender: default"
    `);
  });

  it("keeps bytes, a header that came twice, and a target that parameters would not give", async () => {
    expect(
      await checkImport([
        { url: `${HOST}/nodes/a%2fb?limit=%zz` },
        {
          url: `${HOST}/nodes`,
          method: "POST",
          type: "image/png",
          headers: { "X-Tag": "a", "x-tag": "b" },
          posted: { text: btoa("\xff\xfe"), encoding: "base64" },
        },
      ]),
    ).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 2 requests
      - endpoint: GET /nodes/{node_id}
        name: GET /nodes/{node_id} answers 200
        target: /nodes/a%2fb?limit=%zz
        expect: 200

      - endpoint: POST /nodes
        name: POST /nodes answers 200
        headers:
          X-Tag:
            - a
            - b
        base64: //4=
        type: image/png
        expect: 200"
    `);
  });

  it("decodes bodies in base64, and takes a form from its fields", async () => {
    expect(
      await checkImport([
        { url: `${HOST}/nodes`, method: "POST", posted: { text: btoa('{"name":"x"}'), encoding: "base64" } },
      ]),
    ).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 1 requests
      - endpoint: POST /nodes
        name: POST /nodes answers 200
        body: {"name":"x"}
        expect: 200"
    `);
    expect(
      await checkImport([
        {
          url: `${HOST}/nodes`,
          method: "POST",
          type: "application/x-www-form-urlencoded",
          posted: { params: [{ name: "name", value: "a b" }] },
        },
      ]),
    ).toMatchInlineSnapshot(`
      ".portolan/recorded/shop.yaml: 1 requests
      - endpoint: POST /nodes
        name: POST /nodes answers 200
        form:
          name: a b
        expect: 200"
    `);
  });
});
