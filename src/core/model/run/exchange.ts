/**
 * A body without its content encodings: text where it is valid in the charset of its type, else its length and the hash of its bytes. `latin1` is the bytes
 * themselves, a character a byte; it is there until they were compared, and in nothing that is kept. Of a text of more than a megabyte
 * an excerpt is kept, with the `characters` that the whole has: the places that differ, with `…12` in place of twelve values of JSON.
 */
export type AnswerBody =
  | { readonly kind: "empty" }
  | { readonly kind: "text"; readonly text: string; readonly characters?: number }
  | { readonly kind: "binary"; readonly bytes: number; readonly sha256: string; readonly latin1?: string };

/** Until when the body of a stream is read: so many items of it, or so long. Without either it is read to its end. */
export interface StreamLimit {
  readonly events?: number;
  readonly timeMs?: number;
}

/** What a side answered. Header names are in lower case, in the order in which they came; repeated ones stay apart. */
export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: AnswerBody;
  /** The body was read up to a `StreamLimit`, not to its end; `default` where nobody said how much of an endless one to read. */
  readonly cutBy?: keyof StreamLimit | "default";
  /** Milliseconds from the first byte sent to the last byte read. */
  readonly durationMs: number;
}

/** No answer came, or not the whole of it: refused, broken off, too slow, too large. `reason` is a sentence. */
export interface Unreachable {
  readonly kind: "unreachable";
  readonly reason: string;
  /** What had come when it ended: the status, and so many bytes of the body as it was sent. Absent where no status came. */
  readonly came?: { readonly status: number; readonly bytes: number };
}

/** What one side was sent. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** Of a body that is not valid UTF-8. */
  readonly sentBytes?: { readonly bytes: number; readonly sha256: string };
}

/** What one side was sent and what it answered. */
export interface Exchange {
  readonly request: SentRequest;
  readonly outcome: Answer | Unreachable;
}
