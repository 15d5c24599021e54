import type { PathParameter, PathStep } from "#core/model/route.ts";
import type { PathTemplate } from "../../../routes/path-template.ts";
import type { RustDialect } from "../../routes/rust-dialect.ts";
import type { Answer } from "../../values/values.ts";

/** How Rocket writes paths (rocket.rs, "Requests"); of routes that match, the one of the most exact path comes first. */
export const ROCKET_DIALECT: RustDialect = {
  readPath,
  joinPath: (steps) => {
    const joined = steps.reduce(withNext, []);
    return { text: joined.map(({ text }) => text).join("") || "/", steps: joined };
  },
  answering: "the most exact",
  implicitAnswers,
  isWebSocket: () => false,
  factsOf: () => ({}),
};

/** Where no route takes HEAD, a GET route answers it without the body. */
function implicitAnswers(answers: readonly Answer[]): readonly Answer[] {
  const get = answers.find(({ method }) => method === "GET");
  return get ? [{ ...get, method: "HEAD" }] : [];
}

/** Base and path are joined by one slash; a path of `/` is the base itself, with the slash at its end if it has one. */
function withNext(before: readonly PathStep[], step: PathStep): readonly PathStep[] {
  const last = before.at(-1);
  if (!last) return [step];
  const base = last.text.replace(/\/+$/, "");
  if (step.text === "/") return base === "" ? [{ ...last, text: "" }, step] : [...before, { ...step, text: "" }];
  return [...before.slice(0, -1), { ...last, text: base }, step];
}

/** `/posts/<id>/<rest..>?<page>` → `/posts/{id}/{rest}`; `<_>` takes any segment. What a query must have is no part of it. */
function readPath(text: string): PathTemplate {
  const parameters: PathParameter[] = [];
  const path = text
    .replace(/\?(?!\}).*$/, "")
    .replaceAll(/<(\w+)(\.\.)?>/g, (_, name: string, rest: string | undefined) => {
      parameters.push({ name, ...(rest !== undefined && { isRest: true }) });
      return `{${name}}`;
    });
  return { path: path || "/", parameters };
}
