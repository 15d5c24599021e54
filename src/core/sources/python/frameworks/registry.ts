import { vocabularyOf } from "../values/vocabulary.ts";
import { AIOHTTP } from "./aiohttp/aiohttp-framework.ts";
import { FASTAPI } from "./fastapi/fastapi-framework.ts";
import { FLASK } from "./flask/flask-framework.ts";
import type { PythonFramework } from "./framework.ts";

/** The Python frameworks whose routes are read; one more is a folder and a line here. */
export const PYTHON_FRAMEWORKS: readonly PythonFramework[] = [FASTAPI, FLASK, AIOHTTP];

/** The framework of a route, by the name that it tells. */
export function pythonFramework(name: string): PythonFramework | undefined {
  return PYTHON_FRAMEWORKS.find(({ names }) => names.includes(name));
}

/** Frameworks that are known by name alone: their apps are called `app` as well. */
export const UNREAD_FRAMEWORKS: readonly string[] = [
  "Django",
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
