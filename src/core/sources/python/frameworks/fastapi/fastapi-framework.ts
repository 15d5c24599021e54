import type { PythonFramework } from "../framework.ts";
import { ASK_STARLETTE } from "./ask.ts";
import { addOns } from "./add-ons.ts";
import { bodyParameters } from "./body-parameters.ts";
import { takenParameters } from "./taken-parameters.ts";
import { classy } from "./classy.ts";
import { STARLETTE_DIALECT } from "./dialect.ts";
import { fastapi } from "./fastapi.ts";
import { FASTAPI_SET_UP } from "./set-up.ts";
import { versioning } from "./versioning.ts";
import { FASTAPI_WORDS } from "./words.ts";

/** FastAPI, and Starlette, on which it is built. */
export const FASTAPI: PythonFramework = {
  names: ["fastapi", "starlette"],
  programs: ["fastapi"],
  words: FASTAPI_WORDS,
  dialect: STARLETTE_DIALECT,
  setUp: FASTAPI_SET_UP,
  ask: ASK_STARLETTE,
  bodyParameters,
  takenParameters,
  models: [fastapi, addOns, classy, versioning],
};
