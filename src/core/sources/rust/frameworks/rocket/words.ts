import type { FrameworkWords } from "../../values/vocabulary.ts";

/** Words of Rocket. */
export const ROCKET_WORDS: FrameworkWords = {
  crates: ["rocket"],
  globNames: ["Rocket"],
  routerTypes: [],
  declaring: [],
};
