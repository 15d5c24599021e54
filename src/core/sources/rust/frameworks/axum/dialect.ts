import { asMethod, type Method } from "#core/model/endpoint.ts";
import type { PathParameter, Route } from "#core/model/route.ts";
import { UNKNOWN_PART, type PathTemplate } from "../../../routes/path-template.ts";
import type { RustDialect } from "../../routes/rust-dialect.ts";
import type { Machine } from "../../values/machine.ts";
import type { Answer, Value } from "../../values/values.ts";
import { evaluateAttributePath } from "./attribute-path.ts";
import { declaredFacts } from "./declared-facts.ts";
import { pathSyntaxFinding } from "./path-syntax.ts";
import { takenParameters } from "./taken-parameters.ts";

export const AXUM_DIALECT: RustDialect = {
  readPath,
  joinPath: (steps) => ({ text: joinTexts(steps.map(({ text }) => text)), steps }),
  answering: "the most exact",
  implicitAnswers,
  isWebSocket: ({ method, handler }) => UPGRADES.has(method) && takesWebSocket(handler),
  // utoipa-axum spells the parameters as its axum needs them.
  pathFinding: (crates, part, text, by) => (by === "routes" ? undefined : pathSyntaxFinding(crates, part, text)),
  factsOf: (machine, handler) => {
    const declared = declaredBy(machine, handler);
    const taken = takenParameters(machine, handler);
    return { ...(taken && { taken }), ...(declared && { declared }), ...declaredFacts(handler) };
  },
};

/** axum answers HEAD with what GET answers, without the body. */
function implicitAnswers(answers: readonly Answer[]): readonly Answer[] {
  const get = answers.find(({ method }) => method === "GET");
  const isAnswered = answers.some(({ method }) => method === "HEAD" || method === "ANY");
  return !get || isAnswered || takesWebSocket(get.handler) ? [] : [{ ...get, method: "HEAD" }];
}

/** axum's own rule: a nested `/` is the prefix itself, and a slash at the end of a prefix is not doubled. */
function joinTexts(texts: readonly string[]): string {
  let path = "";
  for (const [index, text] of texts.entries()) {
    if (index === 0) path = text;
    else if (path.endsWith("/")) path += text.replace(/^\/+/, "");
    else if (text !== "/") path += text;
  }
  return path || "/";
}

/** Methods of requests that ask for an upgrade: of HTTP/1.1, of HTTP/2, or any. */
const UPGRADES: ReadonlySet<Method> = new Set(["GET", "CONNECT", "ANY"]);

/** axum hands a connection that is to be upgraded to a handler that asks for it; one that may do without serves both. */
function takesWebSocket(handler: Value): boolean {
  const types =
    handler.kind === "function"
      ? handler.declaration.parameters.map(({ type }) => type)
      : handler.kind === "closure"
        ? handler.expression.parameterTypes
        : [];
  return types.some((type) => /\bWebSocketUpgrade\b/.test(type) && !/^(?:\w+::)*(?:Option|Result)\s*</.test(type));
}

function declaredBy(machine: Machine, handler: Value): Route["declared"] {
  const attribute = handler.kind === "function" ? handler.declaration.utoipa : undefined;
  if (handler.kind !== "function" || !attribute) return undefined;
  const value = evaluateAttributePath(machine, handler);
  const path =
    value.kind === "text" && value.parts.every((part) => typeof part === "string") ? value.parts.join("") : "";
  return {
    methods: attribute.methods.map((each) => asMethod(each)).filter((method): method is Method => method !== undefined),
    ...(path && { path }),
    place: { file: handler.module.file, range: attribute.at },
  };
}

/** The old and the new spelling: `/:id`, `/*rest`, `/{id}`, `/{*rest}`; `{{` is a brace. */
function readPath(text: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const add = (name: string, isRest: boolean): string => {
    parameters.push({ name, ...(isRest && { isRest: true }) });
    return `{${name}}`;
  };
  const path = text
    .split("/")
    .map((segment) => {
      if (segment === UNKNOWN_PART) return segment;
      const old = /^([:*])([^/{}]+)$/.exec(segment);
      if (old?.[2] !== undefined) return add(old[2], old[1] === "*");
      return segment.replaceAll(/\{(\*?)([A-Za-z_]\w*)\}/g, (_, star: string, name: string) => add(name, star !== ""));
    })
    .join("/");
  return { path, parameters };
}
