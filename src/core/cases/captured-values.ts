import type { Case } from "#core/model/run/case.ts";
import { encodeAroundSecrets, withoutSecretNames } from "./case-secrets.ts";
import { encodeAround, fillInCase, namesIn, placeholdersNamed } from "./fill-in-case.ts";

/** What one side's answers have handed on so far, by name, each as JSON text. */
export type CapturedValues = ReadonlyMap<string, string>;

/** A name that a value is captured under. */
export const CAPTURE_NAME = /^[A-Za-z_][\w-]*$/;

const CAPTURES = placeholdersNamed(String.raw`[A-Za-z_][\w-]*`);

/** The names of the captured values that a text uses: `/nodes/${id}` → `id`. */
export function capturesIn(text: string): readonly string[] {
  return namesIn(text, CAPTURES);
}

/** Percent-encodes a text but for its placeholders: `a b/${id}` → `a%20b%2F${id}`. */
export function encodeAroundCaptures(text: string): string {
  return encodeAround(text, CAPTURES, encodeAroundSecrets);
}

/** A step as one side is sent it: with what that side's earlier answers had. Each name in it was captured. */
export function withCaptured(given: Case, values: CapturedValues): Case {
  if (given.step === undefined) return given;
  return fillInCase(given, CAPTURES, (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`A step uses ${name}, which no step before it captured.`);
    // What a server answered asks for no secret of the user's.
    return given.secrets === undefined ? value : withoutSecretNames(value);
  });
}
