import type { CutoverCommand, CutoverRequest, CutoverSettings } from "#core/model/gates/gate-settings.ts";
import { duration } from "#core/text/yaml/yaml-duration.ts";
import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import { type Located, located, mapOf, optional, record, required } from "#core/text/yaml/yaml-shape.ts";
import {
  DATABASE_VARIABLES,
  jsonWith,
  pointer,
  relativePath,
  textWith,
  timeLimit,
  urlPath,
  writtenTextWith,
} from "./project-values.ts";

/** What Portolan fills in: where clients ask, two more ports for the servers behind it, the database, and an empty folder. */
const VARIABLES = ["port", "python.port", "rust.port", "folder", ...DATABASE_VARIABLES] as const;

const command = located(textWith(...VARIABLES));

const body = jsonWith("text");

const write = required(
  "A request that makes a row; ${text} in its body is a text that was not sent before.",
  record({
    request: required("Its method and path: POST /api/nodes", endpoint),
    body: required("Its JSON body: { name: ${text} }", body),
    id: required("A JSON pointer to the row's id in the answer: /id", pointer),
  }),
);

const read = required(
  "A request that reads the row.",
  record({
    request: required("Its method and path, the id in braces: GET /api/nodes/{id}", endpoint),
    text: required("A JSON pointer to the text in the answer: /name", pointer),
  }),
);

const change = optional(
  "A request that gives the row another text.",
  record({
    request: required("Its method and path, the id in braces: PUT /api/nodes/{id}", endpoint),
    body: required("Its JSON body: { name: ${text} }", body),
  }),
);

/** How the servers are switched, and the way back. */
export const cutover = record({
  folder: optional("Where the commands run, relative to this file. Without it, this file's folder.", relativePath),
  environment: optional(
    "Variables of the commands, with ${port}, where clients ask, ${python.port} and ${rust.port} for the servers behind it, ${database} and its parts, a copy of the base, and ${folder}, an empty folder.",
    mapOf(writtenTextWith(...VARIABLES)),
  ),
  start: required(
    "The shell command that brings all up with Python answering at ${port}. It may stay in the foreground, or leave servers running.",
    command,
  ),
  switch: required("The shell command that lets Rust answer.", command),
  rollback: required("The shell command that lets Python answer again.", command),
  status: optional("A shell command that prints who answers: python or rust.", command),
  stop: optional("A shell command that ends all; what is left is ended in any case.", command),
  ready: required("A path that answers 2xx once it is up: /healthz", urlPath),
  limit: optional("How long it may take until it is up again, as 30s. Without it, 60s.", timeLimit),
  gap: optional("How long nobody may answer, as 500ms. Without it, 2s.", duration),
  steady: optional("How long the client goes on in each step once it is up, as 10s. Without it, 1500ms.", duration),
  write,
  read,
  change,
});

/** The settings of what is written in `file`. */
export function asCutover(file: string, written: NonNullable<ReturnType<typeof cutover.read>>): CutoverSettings {
  const commandOf = ({ value: line, range }: Located<string>): CutoverCommand => ({ line, place: { file, range } });
  const requestOf = ({
    request,
    body: node,
  }: {
    readonly request: { readonly method: string; readonly path: string };
    readonly body?: Parameters<typeof jsonText>[0];
  }): CutoverRequest => ({
    method: request.method,
    path: request.path,
    ...(node !== undefined && { body: jsonText(node) }),
  });
  const { folder, environment, status, stop, ready, limit, gap, steady } = written;
  return {
    folder: folder?.value ?? ".",
    environment: Object.fromEntries(environment ?? []),
    start: commandOf(written.start),
    switch: commandOf(written.switch),
    rollback: commandOf(written.rollback),
    ...(status && { status: commandOf(status) }),
    ...(stop && { stop: commandOf(stop) }),
    ready,
    limitMs: limit ?? 60_000,
    gapMs: gap ?? 2_000,
    steadyMs: steady ?? 1_500,
    write: { ...requestOf(written.write), id: written.write.id },
    read: { ...requestOf(written.read), text: written.read.text },
    ...(written.change && { change: requestOf(written.change) }),
  };
}
