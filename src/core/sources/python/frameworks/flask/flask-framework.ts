import type { PythonFramework } from "../framework.ts";
import { FLASK_DIALECT } from "./dialect.ts";
import { flask } from "./flask.ts";
import { FLASK_WORDS } from "./words.ts";

/** Flask: its plain routes, blueprints and class-based views. */
export const FLASK: PythonFramework = {
  names: ["flask"],
  words: FLASK_WORDS,
  dialect: FLASK_DIALECT,
  models: [flask],
};
