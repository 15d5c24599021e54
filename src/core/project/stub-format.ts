import type { StubAnswer, StubSettings } from "#core/model/stub.ts";
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

const routeKeys = record({
  request: required(
    "A method, or ANY, and a path, whose parameters in braces stand for one segment: GET /v1/customers/{id}",
    endpoint,
  ),
  answer: optional("What is answered: { status: 201, body: { id: 7 } }", answer),
  answers: optional(
    "In place of `answer`: what is answered to the first request, to the second, and so on; the last one to all after it. Each case begins with the first.",
    listOf(answer),
  ),
});

/** One answer, or several. */
const route: typeof routeKeys = {
  schema: { ...routeKeys.schema, oneOf: [{ required: ["answer"] }, { required: ["answers"] }] },
  read: (node, at) => {
    const read = routeKeys.read(node, at);
    if (read === undefined) return undefined;
    const { answer: one, answers } = read;
    if ((one === undefined) !== (answers === undefined) && answers?.length !== 0) return read;
    at.report("stub-answer-unclear", node.range, { key: at.path });
    return undefined;
  },
};

/** What stands in for services outside, by name. */
export const stubs = namedMap(listOf(route));

export type WrittenStubs = NonNullable<ReturnType<(typeof stubs)["read"]>>;

export function asStubs(written: WrittenStubs): readonly StubSettings[] {
  return written.map(([name, routes]) => ({
    name,
    routes: routes.map(({ request, answer: one, answers = [] }) => ({
      method: request.method,
      path: request.path,
      answers: (one === undefined ? answers : [one]).map(asAnswer),
    })),
  }));
}

function asAnswer({
  status: code = 200,
  headers = [],
  body,
  text: plain,
}: NonNullable<ReturnType<typeof answer.read>>): StubAnswer {
  const media = body === undefined ? "text/plain; charset=utf-8" : "application/json";
  const hasMedia = headers.some(([each]) => each.toLowerCase() === "content-type");
  const isEmpty = body === undefined && plain === undefined;
  return {
    status: code,
    headers: [...(hasMedia || isEmpty ? [] : [["content-type", media] as const]), ...headers],
    body: body === undefined ? (plain ?? "") : jsonText(body),
  };
}
