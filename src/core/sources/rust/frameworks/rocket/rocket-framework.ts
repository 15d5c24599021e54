import type { RustFramework } from "../framework.ts";
import { ROCKET_DIALECT } from "./dialect.ts";
import { rocket } from "./rocket.ts";
import { ROCKET_SET_UP } from "./set-up.ts";
import { ROCKET_WORDS } from "./words.ts";

/** Rocket, whose routes stand in attributes of their handlers and are mounted by name. */
export const ROCKET: RustFramework = {
  names: rocket.routers,
  words: ROCKET_WORDS,
  dialect: ROCKET_DIALECT,
  model: rocket,
  setUp: ROCKET_SET_UP,
};
