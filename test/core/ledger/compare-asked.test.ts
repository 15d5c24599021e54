import { expect, test } from "vitest";
import { type AskedRoute, compareAsked, compareExported } from "#core/ledger/compare-asked.ts";
import { asMethod } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { placeText } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { placeAt, routeOf } from "./endpoints-as-text.ts";

/** `GET /a`, `websocket GET /a`, `mount ANY /a`, with `implicit` after it. */
function askedOf(line: string, index: number): AskedRoute {
  const [, kind = "http", method = "", path = "", rest = ""] =
    /^(?:(websocket|mount) )?(\w+) (\S+)(.*)$/.exec(line) ?? [];
  return {
    kind: kind === "websocket" || kind === "mount" ? kind : "http",
    method: asMethod(method) ?? "GET",
    path,
    isImplicit: rest.includes("implicit"),
    place: placeAt("plugins.py", index + 1),
  };
}

function textOf(findings: readonly Finding[]): string {
  return findings
    .map((finding) => `${finding.place && placeText(finding.place)} ${finding.severity} ${findingText(finding)}`)
    .join("\n");
}

const read: readonly Route[] = [
  routeOf("python", "GET /same/{id:int}", 1),
  routeOf("python", "ANY /any", 2),
  routeOf("python", "GET /docs", 3, { implicit: true }),
  routeOf("python", "GET /made-up", 4),
  routeOf("python", "GET /debug", 5, { conditional: "settings.debug" }),
  routeOf("python", "GET /nowhere", 6, { unmounted: true }),
  {
    ...routeOf("python", "GET /x/y", 7),
    path: "/x/{?}",
    unresolved: [{ reason: "a loop", place: placeAt("a.py", 7) }],
  },
  routeOf("python", "GET /live", 8, { kind: "websocket" }),
  routeOf("python", "ANY /static", 9, { kind: "mount" }),
];

test("what static reading missed, made up, or left open", () => {
  const asked = [
    "GET /same/{other}",
    "POST /any",
    "GET /docs implicit",
    "HEAD /docs implicit",
    "GET /added",
    "GET /x/red",
    "GET /live",
    "websocket GET /live",
    "mount ANY /static",
    "mount ANY /media",
  ].map(askedOf);
  expect(textOf(compareAsked("python", read, asked))).toMatchInlineSnapshot(`
    "plugins.py:5:1 warning Static reading missed \`GET /added\`, which the running Python code has; please report it.
    plugins.py:6:1 information The unknown part of the Python path \`/x/{?}\` is known from the running code: \`GET /x/red\`.
    plugins.py:7:1 warning Static reading missed \`GET /live\`, which the running Python code has; please report it.
    plugins.py:10:1 warning Static reading missed \`ANY /media\`, which the running Python code has; please report it.
    app.py:4:1 warning Static reading has \`GET /made-up\`, and the running Python code does not; please report it.
    app.py:5:1 information The Python code does not have \`GET /debug\` now: it is only there if settings.debug."
  `);
});

test("an exported document tells what is described, which need not be all and may be more", () => {
  const asked = ["GET /same/{id}", "GET /ahead"].map(askedOf);
  expect(textOf(compareExported("rust", read, asked))).toMatchInlineSnapshot(
    `"plugins.py:2:1 information The Rust server's export describes \`GET /ahead\`, and no route that was read serves it."`,
  );
});
