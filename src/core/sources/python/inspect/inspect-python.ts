import type { Route } from "#core/model/route.ts";
import type { AnswerModel, Inspector, SourceAnswer, Sources } from "#core/model/sources/sources.ts";
import { pythonFramework, PYTHON_VOCABULARY } from "../frameworks/registry.ts";
import { createModules } from "../modules/modules.ts";
import { createDefinitions, createPythonSources, type PythonSources } from "./definitions.ts";
import { expressionAt } from "./expression-at.ts";
import { createHandlerHash } from "./handler-hash.ts";
import { requestModel } from "./request-model.ts";
import { takenParameters } from "./taken-parameters.ts";
import { createWireTypes } from "./create-wire-types.ts";

/** Answers questions about single routes of a Python project. What one question learns of the sources, the next one uses. */
export function inspectPython(sources: Sources): Inspector {
  const python = createPythonSources(sources, createModules(sources.files, PYTHON_VOCABULARY));
  return {
    handlerHash: createHandlerHash(python),
    answerModel: (route) => answerModel(python, route),
    requestModel: (route) => requestModel(python, route, pythonFramework(route.framework)?.bodyParameters),
    takenParameters: (route) => takenParameters(python, route, pythonFramework(route.framework)?.takenParameters),
  };
}

function answerModel(python: PythonSources, { responseModel }: Route): SourceAnswer<AnswerModel | undefined> {
  const definitions = createDefinitions(python);
  const facts = responseModel && definitions.factsOf(responseModel.place.file);
  const expression = facts && expressionAt(facts.body, responseModel.place.range);
  const answer = (value: AnswerModel | undefined): SourceAnswer<AnswerModel | undefined> => ({
    value,
    wanted: [...definitions.wanted],
    used: [...definitions.used],
  });
  if (!expression) return answer(undefined);
  const types = createWireTypes(definitions);
  const type = types.typeOf(expression, { file: facts.file, bindings: new Map() });
  return answer({ type, models: types.models });
}
