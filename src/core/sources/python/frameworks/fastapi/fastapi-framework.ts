import type { PythonFramework } from "../framework.ts";
import { addOns } from "./add-ons.ts";
import { bodyParameters } from "./body-parameters.ts";
import { classy } from "./classy.ts";
import { STARLETTE_DIALECT } from "./dialect.ts";
import { fastapi } from "./fastapi.ts";
import { versioning } from "./versioning.ts";
import { FASTAPI_WORDS } from "./words.ts";

/** FastAPI, and Starlette, on which it is built. */
export const FASTAPI: PythonFramework = {
  names: ["fastapi", "starlette"],
  words: FASTAPI_WORDS,
  dialect: STARLETTE_DIALECT,
  bodyParameters,
  models: [fastapi, addOns, classy, versioning],
};
