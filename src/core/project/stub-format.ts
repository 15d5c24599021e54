import type { StubSettings } from "#core/model/stub.ts";
import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import { listOf, optional, record, refined, required, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { json, text, writtenText } from "#core/text/yaml/yaml-values.ts";
import { namedMap } from "./named-map.ts";
import { headersToSend } from "./project-values.ts";

const status: Shape<number> = refined(writtenText, { pattern: "^[2-5][0-9]{2}$" }, (value, range, at) => {
  if (/^[2-5]\d\d$/.test(value)) return Number(value);
  at.report("stub-status-unreadable", range, { value });
  return undefined;
});

const answer = record({
  status: optional("The status, 200 where it is not said.", status),
  headers: optional("Headers besides the content type.", headersToSend),
  body: optional("The body, as JSON.", json),
  text: optional("The body, as plain text.", text),
});

/** What stands in for services outside, by name. */
export const stubs = namedMap(
  listOf(
    record({
      request: required(
        "A method, or ANY, and a path, whose parameters in braces stand for one segment: GET /v1/customers/{id}",
        endpoint,
      ),
      answer: required("What is answered: { status: 201, body: { id: 7 } }", answer),
    }),
  ),
);

export type WrittenStubs = NonNullable<ReturnType<(typeof stubs)["read"]>>;

export function asStubs(written: WrittenStubs): readonly StubSettings[] {
  return written.map(([name, routes]) => ({
    name,
    routes: routes.map(({ request, answer: { status: code = 200, headers = [], body, text: plain } }) => {
      const media = body === undefined ? "text/plain; charset=utf-8" : "application/json";
      const hasMedia = headers.some(([each]) => each.toLowerCase() === "content-type");
      const isEmpty = body === undefined && plain === undefined;
      return {
        method: request.method,
        path: request.path,
        answer: {
          status: code,
          headers: [...(hasMedia || isEmpty ? [] : [["content-type", media] as const]), ...headers],
          body: body === undefined ? (plain ?? "") : jsonText(body),
        },
      };
    }),
  }));
}
