/** No body, or a text. */
export type TextBody =
  | { readonly kind: "none" }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly mediaType: string;
      /** How a value that is filled in is written into it; as it is where this is not said. */
      readonly notation?: "json" | "form";
    };

/** The body of a case. A file is read when the case is sent; its name is relative to the project's folder. */
export type CaseBody =
  | TextBody
  | { readonly kind: "bytes"; readonly base64: string; readonly mediaType: string }
  | { readonly kind: "file"; readonly file: string; readonly mediaType: string }
  | { readonly kind: "multipart"; readonly parts: readonly BodyPart[] };

/** A part of `multipart/form-data` (RFC 7578). */
export interface BodyPart {
  readonly name: string;
  readonly fileName?: string;
  readonly mediaType?: string;
  readonly content:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "bytes"; readonly base64: string }
    | { readonly kind: "file"; readonly file: string };
}
