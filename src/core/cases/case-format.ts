import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import {
  listOf,
  located,
  mapOf,
  oneOrMore,
  optional,
  record,
  required,
  type JsonSchema,
} from "#core/text/yaml/yaml-shape.ts";
import { caseRule } from "#core/compare/rule-format/yaml-rule.ts";
import { integer, json, text, truth, writtenText } from "#core/text/yaml/yaml-values.ts";

/** The format of a case file: read by `readCaseFile`, published as `media/portolan-cases.schema.json`. */
export const caseFormat = listOf(
  located(
    record({
      endpoint: required(
        "The endpoint to call, with its parameters' names: PUT /api/nodes/{node_id}",
        located(endpoint),
      ),
      name: required("What the case shows, in a few words. Unique in the file.", located(text)),
      parameters: optional("Values of the parameters in the path, by name.", mapOf(writtenText)),
      query: optional(
        "Values of the query, by name: one, or a list to send the name several times.",
        mapOf(oneOrMore(writtenText)),
      ),
      headers: optional("Headers to send, by name.", mapOf(located(writtenText))),
      body: optional("A JSON body. Numbers are sent as they are spelt here.", located(json)),
      text: optional("A body to send as it stands, in place of `body`.", located(text)),
      type: optional(
        "The body's media type, if no Content-Type stands in the headers. `body` has application/json if nothing is said.",
        located(text),
      ),
      as: optional(
        "Who sends it: the name of one of the project file's `identities`, or none. Without this: who the contract's security asks for.",
        located(text),
      ),
      login: optional("Whether to send it logged in. Without this: where the contract asks for it.", located(truth)),
      expect: optional(
        "The status that Python must answer, or a list of those that it may. Without this: the first 2xx that the contract declares; where it declares none, any, and the case counts only where Python answered 2xx or 3xx.",
        oneOrMore(integer(100, 599)),
      ),
      events: optional(
        "Of a stream (server-sent events, JSON Lines): how many items to read and compare.",
        integer(1, 100_000),
      ),
      rules: optional(
        "Values of this case that are compared more loosely, each with a reason.",
        listOf(located(caseRule)),
      ),
      seconds: optional("Of a stream: for how many seconds to read it at most.", integer(1, 25)),
    }),
  ),
);

/** The format as JSON Schema, for editors: the text of `media/portolan-cases.schema.json`. */
export function caseSchemaText(): string {
  const schema: JsonSchema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Portolan cases",
    ...caseFormat.schema,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
