import { readFileSync } from "node:fs";

import { Ajv } from "ajv";
import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import { targetText } from "#core/model/rules/rule.ts";
import type { RunSuggestions } from "#core/model/rules/rule-suggestion.ts";
import { suggestionsJson } from "#core/report/run/suggestions-json.ts";

const endpoint = endpointKey("GET", "/api/nodes/{id}");

const SUGGESTIONS: RunSuggestions = {
  proposals: [
    {
      endpoints: [endpoint, endpointKey("GET", "/api/edges")],
      target: { part: "body", path: "$.at" },
      allow: { kind: "time tolerance", value: "2s" },
      meaning: "What it lets pass.",
      covers: 2,
      example: { case: "one", at: "/at" },
    },
  ],
  refusals: [
    { endpoint, case: "one", at: "/b", class: "missing", reason: "A value that is missing is a matter of structure." },
    { endpoint, case: "two", reason: "The case could not be compared." },
  ],
};

function checkJson(suggestions: RunSuggestions): string {
  const text = suggestionsJson(suggestions, {
    nameOf: (key) => (key === endpoint ? "GET /api/nodes/{node_id}" : key),
    yamlOf: ({ target }) => `- path: ${targetText(target)}\n`,
    isWritten: false,
  });
  const schema = JSON.parse(
    readFileSync(new URL("../../../media/portolan-suggestions.schema.json", import.meta.url), "utf8"),
  );
  const isValid = new Ajv().compile(schema);
  expect([isValid(JSON.parse(text)), isValid.errors]).toEqual([true, null]);
  return text;
}

test("suggestions are what the published schema says", () => {
  expect(checkJson(SUGGESTIONS)).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "written": false,
      "rules": [
        {
          "endpoint": "GET /api/nodes/{node_id}",
          "endpoints": [
            "GET /api/nodes/{node_id}",
            "GET /api/edges"
          ],
          "path": "$.at",
          "allow": "time tolerance: 2s",
          "covers": 2,
          "example": {
            "case": "one",
            "at": "/at"
          },
          "yaml": "- path: $.at\\n"
        }
      ],
      "refusals": [
        {
          "endpoint": "GET /api/nodes/{node_id}",
          "case": "one",
          "at": "/b",
          "class": "missing",
          "reason": "A value that is missing is a matter of structure."
        },
        {
          "endpoint": "GET /api/nodes/{node_id}",
          "case": "two",
          "reason": "The case could not be compared."
        }
      ]
    }
    "
  `);
});

test("nothing to suggest", () => {
  expect(JSON.parse(checkJson({ proposals: [], refusals: [] }))).toEqual({
    version: 1,
    written: false,
    rules: [],
    refusals: [],
  });
});
