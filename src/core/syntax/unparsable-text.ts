/** The parser broke off. It serves other texts as before. */
export class UnparsableText extends Error {}
