import { expect, test } from "vitest";

import { idsInList } from "#core/cases/generate/ids-in-list.ts";

const NODE = { parameter: "node_id", collection: "nodes" };

test.each([
  ["the parameter's own name", '[{"id": 1, "nodeId": "n-7"}]', NODE, ["n-7"]],
  ["what is left of it", '[{"id": 12345678901234567890}, {"id": 8}]', NODE, ["12345678901234567890", "8"]],
  ["a list within an object", '{"total": 1, "items": [{"uuid": "a"}]}', NODE, ["a"]],
  ["a list within its data", '{"data": {"nodes": [{"_id": "a"}]}}', NODE, ["a"]],
  ["values alone", '["north", "south"]', { parameter: "name", collection: "nodes" }, ["north", "south"]],
  ["a name of its own", '[{"id": 1, "slug": "a b"}]', { parameter: "slug", collection: "articles" }, ["a b"]],
  ["the thing before the name", '[{"name": "x"}]', { parameter: "category_name", collection: "categories" }, ["x"]],
  ["nothing that fits", '[{"id": 1}]', { parameter: "slug", collection: "articles" }, []],
  ["no list", '{"id": 1}', NODE, []],
  ["no JSON", "<html>", NODE, []],
  ["what cannot stand in a path", '[{"id": null}, {"id": 1.5}, {"id": ""}, {"id": {}}]', NODE, []],
])("%s", (_, body, about, ids) => {
  expect(idsInList(body, about)).toEqual(ids);
});
