import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { RequestModel, SourceAnswer } from "#core/model/sources/sources.ts";
import type { WireField, WireModel } from "#core/model/sources/wire-model.ts";
import { expressionText } from "../values/expression-text.ts";
import type { BodyParameter, BodyParameters } from "./body-parameter.ts";
import { askHandler } from "./ask-handler.ts";
import type { PythonSources } from "./definitions.ts";

/**
 * What a handler takes as its JSON body: the type of its only body parameter, or an object with a field for each where it
 * has several or one that is embedded. Undefined where it takes none, or where that is not certain.
 */
export function requestModel(
  python: PythonSources,
  route: Route,
  bodyParameters: BodyParameters | undefined,
): SourceAnswer<RequestModel | undefined> {
  return askHandler(python, route, ({ types, handler, ...taking }) => {
    const found = bodyParameters?.(types, taking) ?? [];
    return bodyOf(found, handler.name, handler.place, types.models);
  });
}

function bodyOf(
  parameters: readonly BodyParameter[],
  handlerName: string,
  place: Place,
  models: Map<string, WireModel>,
): RequestModel | undefined {
  const [only] = parameters;
  if (!only) return undefined;
  if (parameters.length === 1 && !only.isEmbedded) {
    const ref = { text: textOf(only), place: placeOf(only, place) };
    return { ref, type: only.wireType, models };
  }
  const fields = parameters.map((parameter) => fieldOf(parameter, place));
  const id = `${place.file}#${handlerName}()`;
  models.set(id, { id, name: handlerName, place, fields });
  const text = `{${fields.map(({ wireName, typeText }) => `${wireName}: ${typeText}`).join(", ")}}`;
  return { ref: { text, place }, type: { kind: "model", id }, models };
}

function fieldOf(parameter: BodyParameter, handlerPlace: Place): WireField {
  const typeText = textOf(parameter);
  return {
    name: parameter.name,
    wireName: parameter.alias ?? parameter.name,
    type: parameter.wireType,
    typeText,
    isDefaulted: parameter.isDefaulted,
    isOptional: /\bOptional\[|\bNone\b/.test(typeText),
    place: placeOf(parameter, handlerPlace),
  };
}

function textOf({ type }: BodyParameter): string {
  return type ? expressionText(type) : "Any";
}

function placeOf({ type, file }: BodyParameter, handlerPlace: Place): Place {
  return type ? { file, range: type.at } : handlerPlace;
}
