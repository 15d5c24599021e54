import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import { matchesEndpoint, parseEndpointPattern } from "#core/model/rules/endpoint-pattern.ts";

/** Which of a few endpoints a pattern is for. */
function checkPattern(text: string): string {
  const pattern = parseEndpointPattern(text);
  if (pattern === undefined) return "not a pattern";
  const endpoints = [
    endpointKey("GET", "/api/nodes"),
    endpointKey("GET", "/api/nodes/{node_id}"),
    endpointKey("POST", "/api/nodes/{id}/restart"),
    endpointKey("GET", "/api/nodes/{id}.json"),
    endpointKey("GET", "/apis"),
  ];
  return endpoints.filter((endpoint) => matchesEndpoint(pattern, endpoint)).join(", ");
}

test("an exact endpoint is itself, whatever its parameters are called", () => {
  expect(checkPattern("get /api/nodes/{x}")).toBe("GET /api/nodes/{}");
});

test("* is a segment or a part of one, ** any segments", () => {
  expect(checkPattern("GET /api/nodes/*")).toBe("GET /api/nodes/{}, GET /api/nodes/{}.json");
  expect(checkPattern("GET /api/nodes/*.json")).toBe("GET /api/nodes/{}.json");
  expect(checkPattern("* /api/**")).toBe(
    "GET /api/nodes, GET /api/nodes/{}, POST /api/nodes/{}/restart, GET /api/nodes/{}.json",
  );
  expect(checkPattern("POST /**/restart")).toBe("POST /api/nodes/{}/restart");
  expect(checkPattern("* /**")).toContain("GET /apis");
});

test("other texts are refused", () => {
  for (const text of ["/api/*", "FETCH /api/*", "GET api/*", "GET *", ""])
    expect(checkPattern(text)).toBe("not a pattern");
});
