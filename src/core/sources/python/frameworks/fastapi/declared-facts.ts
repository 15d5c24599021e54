import type { PythonExpression, PythonFunction } from "#core/model/sources/python-facts.ts";
import type { ModelRef } from "#core/model/sources/wire-model.ts";
import { mergeFacts, NO_FACTS, union, type DeclaredFacts } from "../../values/declared-facts.ts";
import { expressionText } from "../../values/expression-text.ts";
import { itemsOf } from "../../values/machine.ts";
import { knownText, type Argument, type Arguments, type Value } from "../../values/values.ts";

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

/** What a route says of itself: what its decorator says, and before that what the function's signature adds. */
export function routeFacts(args: Arguments, handler: Value | undefined): DeclaredFacts {
  return withSignature(declaredFacts(args), handlerFacts(handler));
}

function handlerFacts(handler: Value | undefined): DeclaredFacts {
  if (handler?.kind !== "function") return NO_FACTS;
  return handler.wraps ? handlerFacts(handler.wraps) : signatureFacts(handler.declaration, handler.file);
}

/** What a handler's own signature adds: the return type and the dependencies among its parameters. */
function signatureFacts({ parameters, returns }: PythonFunction, file: string): DeclaredFacts {
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
function withSignature(declared: DeclaredFacts, signature: DeclaredFacts): DeclaredFacts {
  const dependencies = union(declared.dependencies, signature.dependencies);
  return { ...mergeFacts(signature, declared), dependencies };
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
