import type { PythonFramework } from "../framework.ts";
import { aiohttp } from "./aiohttp.ts";
import { ASK_AIOHTTP } from "./ask.ts";
import { AIOHTTP_DIALECT } from "./dialect.ts";
import { AIOHTTP_SET_UP } from "./set-up.ts";
import { AIOHTTP_WORDS } from "./words.ts";

/** aiohttp's server: its plain routes. */
export const AIOHTTP: PythonFramework = {
  names: ["aiohttp"],
  programs: [],
  words: AIOHTTP_WORDS,
  dialect: AIOHTTP_DIALECT,
  setUp: AIOHTTP_SET_UP,
  ask: ASK_AIOHTTP,
  models: [aiohttp],
};
