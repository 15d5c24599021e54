import type { Method } from "#core/model/endpoint.ts";
import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import type { BodyParameter, BodyParameters, TakingHandler } from "../../inspect/body-parameter.ts";
import { isComplex, nameOf } from "../../inspect/complex-types.ts";
import { KINDS, type ParametersOf } from "../../inspect/taken-parameters.ts";
import type { WireTypes } from "../../inspect/wire-types.ts";

/**
 * Flask fills a view's parameters from the path alone. Those that are models are filled by a decorator: flask-pydantic's
 * `validate`, or the project's own. Where such a decorator reads from, its arguments say (`@validate(type="query")`), or
 * the parameter's name, as with flask-pydantic (`query`, `body`, `form`); else it is the body, and the query where the
 * method has none.
 */
export const bodyParameters: BodyParameters = (types, handler) => {
  // Of several, each would read the whole body: the first one says what it is.
  const first = injectedModels(types, handler).find(({ from }) => from === "body");
  return first === undefined ? [] : [first.parameter];
};

/** The members of models that are read from the query, those of one value. */
export const takenParameters: ParametersOf = (types, handler) =>
  injectedModels(types, handler)
    .filter(({ from }) => from === "query")
    .flatMap(({ parameter: { wireType } }) =>
      wireType.kind === "model" ? (types.models.get(wireType.id)?.fields ?? []) : [],
    )
    .flatMap(({ wireName, readNames, typeText, isDefaulted }) => {
      const type = valueType(typeText);
      const kind = type === undefined ? undefined : KINDS[type];
      if (type === undefined || kind === undefined) return [];
      const isRequired = isDefaulted ? {} : ({ isRequired: true } as const);
      return [{ in: "query", by: readNames?.[0] ?? wireName, type, kind, ...isRequired } as const];
    });

type From = "body" | "query" | "other";

interface InjectedModel {
  readonly from: From;
  readonly parameter: BodyParameter;
}

/** What names of parameters and arguments of decorators say of where a model is read from. */
const SOURCES: readonly (readonly [name: RegExp, from: From])[] = [
  [/^(?:query|querystring|query_?(?:string|params|model|args)|url_?params|args|params)$/i, "query"],
  [/^(?:form|form_?data|files?|headers?|cookies?|path|view_?args)$/i, "other"],
  [/^(?:json|body|json_?body|request_?body|body_?(?:model|params)|payload|data)$/i, "body"],
];

/** Methods whose requests have no body as a rule. */
const WITHOUT_BODY: ReadonlySet<Method> = new Set(["GET", "HEAD", "OPTIONS"]);

/** What registers a route says nothing of what the view takes. */
const ROUTE_DECORATORS = /^(?:route|get|post|put|patch|delete|head|options|websocket|endpoint)$/;

/** A decorator by whose name it reads a request; any other may as well hand in who is logged in, or name what is answered. */
const READING = /valid|expect|accept|consume|body|json|payload|parse|request|input|args|schema/i;

/** Parameters that say who asks. */
const WHO = /^(?:current_?)?(?:user|account|member|session|auth|identity|claims|token)/i;

function injectedModels(types: WireTypes, handler: TakingHandler): readonly InjectedModel[] {
  const { declaration, file, inPath, method } = handler;
  const decorators = declaration.decorators.filter((each) => !ROUTE_DECORATORS.test(nameOf(calledBy(each))));
  if (decorators.length === 0) return [];
  const said = decorators.flatMap(argumentsOf);
  const isReading = decorators.some((each) => READING.test(nameOf(calledBy(each))));
  const saidFrom = said.map(({ value }) => (value.kind === "text" ? fromOf(value.value) : undefined)).find(isKnown);
  const usual = WITHOUT_BODY.has(method) ? "query" : "body";
  const typed = declaration.parameters.flatMap(({ name, kind, type, default: given }): readonly InjectedModel[] => {
    if (kind !== "plain" || type === undefined || inPath.has(name)) return [];
    const wireType = types.typeOf(type, { file, bindings: new Map() });
    if (!isComplex(types, undefined, wireType)) return [];
    const from = fromOf(name);
    if (from === undefined && (!isReading || WHO.test(name))) return [];
    const parameter = { name, type, file, wireType, isDefaulted: given !== undefined, isEmbedded: false };
    return [{ from: saidFrom ?? from ?? usual, parameter }];
  });
  if (typed.length > 0) return typed;
  // The view takes the model from the request object, and only the decorator names it: `@validate(body=Login)`.
  return said.flatMap(({ name, value }): readonly InjectedModel[] => {
    const from = name === undefined ? (isReading ? (saidFrom ?? usual) : undefined) : fromOf(name);
    const wireType = types.typeOf(value, { file, bindings: new Map() });
    if (from === undefined || !isComplex(types, undefined, wireType)) return [];
    const own = { name: name ?? "", type: value, file, wireType, isDefaulted: false, isEmbedded: false };
    return [{ from, parameter: own }];
  });
}

interface Argument {
  readonly name?: string;
  readonly value: PythonExpression;
}

function argumentsOf(decorator: PythonExpression): readonly Argument[] {
  if (decorator.kind !== "call") return [];
  return [
    ...decorator.positional.map((value) => ({ value })),
    ...decorator.named.map(([name, value]) => ({ name, value })),
  ];
}

function calledBy(decorator: PythonExpression): PythonExpression {
  return decorator.kind === "call" ? decorator.callee : decorator;
}

function fromOf(name: string): From | undefined {
  return SOURCES.find(([pattern]) => pattern.test(name))?.[1];
}

function isKnown(from: From | undefined): from is From {
  return from !== undefined;
}

/** `int | None`, `Optional[int]` → `int`; undefined where there may be several values. */
function valueType(text: string): string | undefined {
  const names = (text.match(/[\w.]+/g) ?? []).map((name) => name.split(".").at(-1) ?? "");
  const wanted = names.filter((name) => !/^(?:None|Optional|Annotated)$/.test(name));
  return wanted.length === 1 ? wanted[0] : undefined;
}
