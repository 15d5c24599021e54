import type { PythonFramework } from "../framework.ts";
import { ASK_FLASK } from "./ask.ts";
import { FLASK_DIALECT } from "./dialect.ts";
import { flask } from "./flask.ts";
import { bodyParameters, takenParameters } from "./injected-models.ts";
import { FLASK_SET_UP } from "./set-up.ts";
import { FLASK_WORDS } from "./words.ts";

/** Flask: its plain routes, blueprints and class-based views. */
export const FLASK: PythonFramework = {
  names: ["flask"],
  programs: ["flask"],
  words: FLASK_WORDS,
  dialect: FLASK_DIALECT,
  setUp: FLASK_SET_UP,
  ask: ASK_FLASK,
  models: [flask],
  bodyParameters,
  takenParameters,
};
