import type { PythonExpression, PythonFunction } from "#core/model/sources/python-facts.ts";
import type { ModelRef } from "#core/model/sources/wire-model.ts";
import { expressionText } from "./expression-text.ts";
import { itemsOf } from "./machine.ts";
import { knownText, type Argument, type Arguments, type Value } from "./values.ts";

/** What a call says of the routes that it declares, or that an app, a router or an include says of all below it. */
export interface DeclaredFacts {
  readonly isHidden: boolean;
  readonly isDeprecated: boolean;
  readonly tags: readonly string[];
  /** Names of what is run before the handler: `Depends(x)` is `x`. */
  readonly dependencies: readonly string[];
  readonly statusCode?: number;
  /** `none`: said to have none, so that the return type does not count. */
  readonly responseModel?: ModelRef | "none";
}

export const NO_FACTS: DeclaredFacts = { isHidden: false, isDeprecated: false, tags: [], dependencies: [] };

/** The facts among the arguments of a decorator, a constructor or an include. */
export function declaredFacts({ named }: Arguments): DeclaredFacts {
  if (named.size === 0) return NO_FACTS;
  const isSaid = (keyword: string, expected: boolean): boolean => {
    const value = named.get(keyword)?.value;
    return value?.kind === "constant" && value.value === expected;
  };
  const statusCode = statusOf(named.get("status_code")?.value);
  const responseModel = responseModelOf(named.get("response_model"));
  return {
    isHidden: isSaid("include_in_schema", false),
    isDeprecated: isSaid("deprecated", true),
    tags: listOf(named.get("tags")).flatMap((item) => knownText(item) ?? []),
    dependencies: listOf(named.get("dependencies")).flatMap((item) => nameOf(item) ?? []),
    ...(statusCode !== undefined && { statusCode }),
    ...(responseModel && { responseModel }),
  };
}

/** What holds below: all of both; of the single values, the inner one. */
export function mergeFacts(outer: DeclaredFacts, inner: DeclaredFacts): DeclaredFacts {
  if (inner === NO_FACTS) return outer;
  return {
    ...outer,
    ...inner,
    isHidden: outer.isHidden || inner.isHidden,
    isDeprecated: outer.isDeprecated || inner.isDeprecated,
    tags: union(outer.tags, inner.tags),
    dependencies: union(outer.dependencies, inner.dependencies),
  };
}

/** What a handler's own signature adds: the return type and the dependencies among its parameters. */
export function signatureFacts({ parameters, returns }: PythonFunction, file: string): DeclaredFacts {
  const dependencies = parameters.flatMap(({ type, default: given }) => [
    ...(given ? dependencyIn(given) : []),
    ...(type?.kind === "item" && type.key.kind === "list" ? type.key.items.slice(1).flatMap(dependencyIn) : []),
  ]);
  const isNone = returns?.kind === "constant";
  if (dependencies.length === 0 && (!returns || isNone)) return NO_FACTS;
  return {
    ...NO_FACTS,
    dependencies: [...new Set(dependencies)],
    ...(returns && !isNone && { responseModel: modelRef(returns, file) }),
  };
}

/** What a decorator says goes before what the signature of the function says, and its dependencies run first. */
export function withSignature(declared: DeclaredFacts, signature: DeclaredFacts): DeclaredFacts {
  const dependencies = union(declared.dependencies, signature.dependencies);
  return { ...mergeFacts(signature, declared), dependencies };
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return other.length === 0 ? one : [...new Set([...one, ...other])];
}

function listOf(argument: Argument | undefined): readonly Value[] {
  return (argument && itemsOf(argument.value)) ?? [];
}

function responseModelOf(argument: Argument | undefined): ModelRef | "none" | undefined {
  if (!argument?.expression) return undefined;
  if (argument.value.kind === "constant") return "none";
  return modelRef(argument.expression, argument.place.file);
}

function modelRef(expression: PythonExpression, file: string): ModelRef {
  return { text: expressionText(expression), place: { file, range: expression.at } };
}

/** `201`, `status.HTTP_201_CREATED`, `HTTPStatus.CREATED`. */
function statusOf(value: Value | undefined): number | undefined {
  if (value?.kind === "constant" && typeof value.value === "number") return value.value;
  if (value?.kind !== "external") return undefined;
  const code = /\.HTTP_(\d{3})_/.exec(value.name)?.[1];
  if (code !== undefined) return Number(code);
  return HTTP_STATUS[/^http\.HTTPStatus\.(\w+)/.exec(value.name)?.[1] ?? ""];
}

/** The members of `http.HTTPStatus` that servers declare. */
const HTTP_STATUS: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  ACCEPTED: 202,
  NO_CONTENT: 204,
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  NOT_MODIFIED: 304,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  GONE: 410,
  UNPROCESSABLE_ENTITY: 422,
  NOT_IMPLEMENTED: 501,
};

/** `Depends(x)` comes to `x` itself. */
function nameOf(value: Value): string | undefined {
  switch (value.kind) {
    case "function":
    case "class":
      return value.declaration.name;
    case "instance":
      return value.of.declaration.name;
    case "external":
      return value.name.slice(value.name.lastIndexOf(".") + 1);
    case "text":
    case "constant":
    case "list":
    case "dictionary":
    case "lambda":
    case "super":
    case "module":
    case "import":
    case "router":
    case "entry":
    case "native":
    case "either":
    case "unknown":
  }
  return undefined;
}

function dependencyIn(expression: PythonExpression): readonly string[] {
  if (expression.kind !== "call") return [];
  const callee = expressionText(expression.callee);
  const [first] = expression.positional;
  if (!/(?:^|\.)(?:Depends|Security)$/.test(callee) || !first) return [];
  return [expressionText(first.kind === "call" ? first.callee : first)];
}
