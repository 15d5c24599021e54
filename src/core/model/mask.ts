/** What stands wherever a secret stood, in everything that is written, printed or shown. */
export const MASK = "•••";
