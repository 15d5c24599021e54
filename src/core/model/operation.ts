import type { EndpointKey, Method } from "./endpoint.ts";
import type { Place } from "./place.ts";

/** JSON as the contract's document holds it; only for what is read from a document, never for answers that are compared. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A parameter of an operation (OpenAPI 3.1, section 4.8.12). */
export interface OperationParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly isRequired: boolean;
  readonly schema?: Json;
  /** As JSON text, numbers as the document spells them: from `example`, the first of `examples`, or the schema's own. */
  readonly exampleText?: string;
  readonly place: Place;
}

/** An operation of the contract (OpenAPI 3.1, section 4.8.10), references already followed but for those within schemas. */
export interface Operation {
  readonly key: EndpointKey;
  readonly method: Method;
  readonly path: string;
  /** Base paths of the servers that the document names, the first one's first: `/api/v1`; absent where there are none. */
  readonly basePaths?: readonly string[];
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly OperationParameter[];
  /** The JSON body that an example shows, and its media type; absent where the operation takes none. */
  readonly body?: {
    readonly mediaType: string;
    readonly isRequired: boolean;
    /** As JSON text, numbers as the document spells them. */
    readonly exampleText?: string;
    readonly schema?: Json;
  };
  /** What references (`$ref`) within the schemas of parameters and body lead to, by their text. */
  readonly definitions?: Readonly<Record<string, Json>>;
  /** Declared status codes as written: `200`, `4XX`, `default`. */
  readonly statuses: readonly string[];
  /** Some security requirement applies to it; absent where the contract says nothing of security at all. */
  readonly isSecured?: boolean;
  /** The names of the security schemes that it asks for, in the order of its requirements. */
  readonly schemes?: readonly string[];
  readonly isDeprecated: boolean;
  readonly place: Place;
}

/** A request that the server sends to its clients (OpenAPI 3.1, `webhooks`): no endpoint, listed apart. */
export interface Webhook {
  readonly name: string;
  readonly method: Method;
  readonly operationId?: string;
  readonly place: Place;
}
