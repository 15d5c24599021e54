import { vocabularyOf } from "../values/vocabulary.ts";
import { FASTAPI } from "./fastapi/fastapi-framework.ts";
import type { PythonFramework } from "./framework.ts";

/** The Python frameworks whose routes are read; one more is a folder and a line here. */
export const PYTHON_FRAMEWORKS: readonly PythonFramework[] = [FASTAPI];

/** Frameworks that are known by name alone: their apps are called `app` as well. */
const UNREAD_FRAMEWORKS: readonly string[] = [
  "Flask",
  "Django",
  "aiohttp",
  "Sanic",
  "Litestar",
  "Tornado",
  "Quart",
  "Bottle",
  "Falcon",
  "Robyn",
  "BlackSheep",
  "Starlite",
  "Esmerald",
  "Hug",
  "Masonite",
];

/** What the reader, and what runs the code, know of frameworks by their words. */
export const PYTHON_VOCABULARY = vocabularyOf(
  PYTHON_FRAMEWORKS.map(({ words }) => words),
  UNREAD_FRAMEWORKS,
);
