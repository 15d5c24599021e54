import { duration } from "#core/text/yaml/yaml-duration.ts";
import { caseRule, filter } from "#core/compare/rule-format/yaml-rule.ts";
import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import {
  listOf,
  located,
  mapOf,
  oneOrMore,
  optional,
  record,
  refined,
  required,
  whereKey,
  type JsonSchema,
} from "#core/text/yaml/yaml-shape.ts";
import { integer, json, text, truth, writtenText } from "#core/text/yaml/yaml-values.ts";
import { captureSource } from "./capture-format.ts";

/** RFC 4648, section 4. */
const base64 = refined(text, { contentEncoding: "base64" }, (value, range, at) => {
  const plain = value.replaceAll(/\s/g, "");
  if (/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(plain)) return plain;
  at.report("case-base64-unreadable", range, {});
  return undefined;
});

const statuses = oneOrMore(integer(100, 599));

/** A part of a form with files. */
const part = record({
  name: required("The field's name.", located(text)),
  text: optional("What the field holds.", located(writtenText)),
  file: optional("A file whose bytes the field holds, seen from this file.", located(text)),
  base64: optional("Bytes that the field holds, in base64.", located(base64)),
  filename: optional("The name that is sent with it. Without this, a file's own.", text),
  type: optional("Its media type. Without this, application/octet-stream for a file, and none for a text.", text),
});

const test = optional(
  "The test that it was recorded in. What the test's fixtures made is not in the seed: where Python answers another status than it did then, the case fails for want of a precondition.",
  text,
);

/** The keys of a request and of what is expected of it, which cases and steps have in common. */
const requestKeys = {
  endpoint: required("The endpoint to call, with its parameters' names: PUT /api/nodes/{node_id}", located(endpoint)),
  parameters: optional("Values of the parameters in the path, by name.", mapOf(located(writtenText))),
  query: optional(
    "Values of the query, by name: one, or a list to send the name several times.",
    mapOf(located(oneOrMore(writtenText))),
  ),
  target: optional(
    "The path with its query to send byte for byte, in place of `parameters` and `query`: /api/nodes/%2e%2e?limit=%zz",
    located(text),
  ),
  headers: optional(
    "Headers to send, by name: one value, or a list to send the header several times.",
    mapOf(located(oneOrMore(writtenText))),
  ),
  body: optional("A JSON body. Numbers are sent as they are spelt here.", located(json)),
  text: optional("A body to send as it stands, in place of `body`.", located(text)),
  form: optional(
    "Fields of a form, by name, in place of `body`: one value, or a list to send the field several times.",
    located(mapOf(oneOrMore(writtenText))),
  ),
  file: optional("A file whose bytes are the body, seen from this file: pictures/dot.png", located(text)),
  base64: optional("Bytes to send as the body, in base64.", located(base64)),
  parts: optional("Parts of a form with files (multipart/form-data), in their order.", located(listOf(located(part)))),
  type: optional(
    "The body's media type, if no Content-Type stands in the headers. Without it: `body` has application/json, `file` and `base64` have application/octet-stream.",
    located(text),
  ),
  as: optional(
    "Who sends it: the name of one of the project file's `identities`, or none. Without this: who the contract's security asks for.",
    located(text),
  ),
  login: optional("Whether to send it logged in. Without this: where the contract asks for it.", located(truth)),
  expect: optional(
    "The status that Python must answer, or a list of those that it may. Without this: the first 2xx that the contract declares; where it declares none, any, and the case counts only where Python answered 2xx or 3xx.",
    statuses,
  ),
  events: optional(
    "Of a stream (server-sent events, JSON Lines): how many items to read and compare.",
    integer(1, 100_000),
  ),
  rules: optional("Values of this case that are compared more loosely, each with a reason.", listOf(located(caseRule))),
  seconds: optional("Of a stream: for how many seconds to read it at most.", integer(1, 25)),
};

const caseShape = record({
  name: required("What the case shows, in a few words. Unique in the file.", located(text)),
  test,
  ...requestKeys,
});

const step = located(
  record({
    name: optional("What the step does, in a few words.", located(text)),
    ...requestKeys,
    capture: optional(
      "Values of the answer that later steps use, by name: { id: $.id, tag: { header: ETag } }. Later, ${id} stands for it in parameters, query, headers and bodies, on each side that side's own.",
      located(mapOf(located(captureSource))),
    ),
    until: optional(
      "What to wait for: the request is sent again until its answer is this one. All that is given must hold.",
      located(
        record({
          status: optional("The status, or a list of those that it may have.", statuses),
          answer: optional("A filter over the answer's body (RFC 9535): $.status == 'done'", filter),
          within: optional("How long to wait at most; 10 seconds without this.", located(duration)),
        }),
      ),
    ),
  }),
);

const scenarioShape = record({
  scenario: required("What the scenario shows, in a few words. Unique in the file.", located(text)),
  test,
  as: optional("Who sends the steps that do not say it: the name of an identity, or none.", located(text)),
  set_up: optional(
    "Steps that make what the others need: both servers are sent them, and nothing is compared.",
    listOf(step),
  ),
  steps: required(
    "Requests in an order, on one state: it is put back before the first, and not between them. At the first difference the scenario stops.",
    listOf(step),
  ),
});

/** The format of a case file: read by `readCaseFile`, published as `media/portolan-cases.schema.json`. */
export const caseFormat = listOf(located(whereKey("scenario", scenarioShape, caseShape)));

type WrittenEntry = NonNullable<ReturnType<typeof caseFormat.read>>[number]["value"];

/** A scenario as it is written. */
export type WrittenScenario = Extract<WrittenEntry, { readonly scenario: unknown }>;

/** A case as it is written. */
export type WrittenPlainCase = Exclude<WrittenEntry, WrittenScenario>;

/** A step as it is written. */
export type WrittenStep = WrittenScenario["steps"][number];

/** The format as JSON Schema, for editors: the text of `media/portolan-cases.schema.json`. */
export function caseSchemaText(): string {
  const schema: JsonSchema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Portolan cases",
    ...caseFormat.schema,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
