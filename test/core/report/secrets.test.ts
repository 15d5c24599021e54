import { expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { runGithub } from "#core/report/run/run-github.ts";
import { runHtml } from "#core/report/run/run-html.ts";
import { runJson } from "#core/report/run/run-json.ts";
import { runJunit } from "#core/report/run/run-junit.ts";
import { runMarkdown } from "#core/report/run/run-markdown.ts";
import { runSarif } from "#core/report/run/run-sarif.ts";
import { runTextInFull } from "#core/report/run/run-text.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { exampleResult, exampleRun, verdictOf } from "./report-examples.ts";

const LOGIN = endpointKey("POST", "/api/auth/login");
const SECRETS = ["harbour-master", "t0ken-of-python", "t0ken-of-rust", "c00kie"];

/** A login as the example's servers answer it, with another token on each side. */
function login(side: "python" | "rust"): Exchange {
  return {
    request: {
      method: "POST",
      url: `http://127.0.0.1:41000/api/auth/login?token=t0ken-of-${side}`,
      headers: [["authorization", `Bearer t0ken-of-${side}`]],
      body: '{"username":"admin","password":"harbour-master"}',
    },
    outcome: {
      kind: "answer",
      status: 200,
      headers: [
        ["content-type", "application/json"],
        ["set-cookie", `session=c00kie-${side}; HttpOnly`],
      ],
      body: { kind: "text", text: `{"token":"t0ken-of-${side}","user":"admin"}` },
      durationMs: 3,
    },
  };
}

/** What came out of the login, as a run hands it on. */
function loginResult(): CaseResult {
  const exchanges = { python: login("python"), rust: login("rust") };
  const { case: sent } = exampleResult(LOGIN);
  const text = '{"username":"admin","password":"harbour-master"}';
  const result = {
    ...compareExchanges({ ...exchanges, rules: [] }),
    case: { ...sent, method: "POST", body: { kind: "text", text, mediaType: "application/json" } },
    exchanges,
  } as const;
  const event = new SecretGate().event({ kind: "case-ended", result });
  return event.kind === "case-ended" ? event.result : result;
}

test("no report carries a token, a cookie or a password", async () => {
  const run = exampleRun();
  const result = loginResult();
  expect(result.differences.map(({ class: sort }) => sort)).toContain("value");
  const report = { ...run, verdicts: [verdictOf(LOGIN, "differs", 1, 0)], results: [result] };
  const texts = {
    text: runTextInFull(report, PLAIN),
    json: runJson(report),
    junit: runJunit(report),
    sarif: runSarif(report),
    markdown: runMarkdown(report),
    github: runGithub(report),
    html: await runHtml(report, { script: "", style: "", font: new Uint8Array() }),
  };
  for (const [format, text] of Object.entries(texts)) {
    expect(text, format).toContain("token");
    expect(SECRETS.filter((secret) => text.includes(secret), format)).toEqual([]);
  }
});
