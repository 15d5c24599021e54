import type { Method, Side } from "./endpoint.ts";
import type { Place } from "./place.ts";
import type { ModelRef } from "./sources/wire-model.ts";

export type RouteKind = "http" | "websocket" | "mount" | "fallback";

/** A part of a path that source alone does not tell: why, and where it stands. */
export interface Unresolved {
  readonly reason: string;
  readonly place: Place;
}

/** One step by which a full path came about: the text that it added and where that text stands. */
export interface PathStep {
  readonly text: string;
  readonly place: Place;
  /** What did it: `APIRouter(prefix)`, `include_router`, `nest`, `route`, … */
  readonly by: string;
}

/** The function that answers. `place` is its name or, for a closure, its first line; `body` is all of it. */
export interface Handler {
  readonly name: string;
  readonly place: Place;
  readonly body: Place;
}

/** A parameter in the path; `converter` as the framework spells it (`int`, `path`). */
export interface PathParameter {
  readonly name: string;
  readonly converter?: string;
  /** JSON Schema types of what the converter gives, where that is known. */
  readonly types?: readonly string[];
  /** It takes only some texts, as of numbers. */
  readonly isNarrow?: true;
  /** Takes the rest of the path, slashes included. */
  readonly isRest?: boolean;
}

/** What a handler takes a parameter for; `uuid` is a text that must be one. */
export type TakenKind = "integer" | "number" | "boolean" | "string" | "uuid";

/** Parameters as a handler's signature takes them, where that is certain. */
export interface TakenParameters {
  /** How many of the path: the rest of them, or one too few, is refused with each request. */
  readonly pathCount?: number;
  readonly parameters: readonly {
    readonly in: "path" | "query";
    /** As the client spells it, or its position in the path. */
    readonly by: string | number;
    /** As written: `i64`. */
    readonly type: string;
    readonly kind: TakenKind;
    /** Of the query: a request without it is refused. */
    readonly isRequired?: true;
  }[];
}

/** A declaration in source that makes a side answer an endpoint. */
export interface Route {
  readonly side: Side;
  /** As the registries of frameworks name it. */
  readonly framework: string;
  readonly kind: RouteKind;
  readonly method: Method;
  /** The full path in OpenAPI's form: `/api/nodes/{node_id}`; an unknown part is written `{?}`. */
  readonly path: string;
  /** Where the route is declared: the decorator, the call. */
  readonly place: Place;
  /** Outermost first. */
  readonly steps: readonly PathStep[];
  readonly parameters: readonly PathParameter[];
  readonly taken?: TakenParameters;
  readonly handler?: Handler;
  /** Hash of the handler's source: tells when it changed. */
  readonly handlerHash?: string;
  /** What an attribute above the handler says of it, as utoipa's does for the contract. */
  readonly declared?: {
    readonly methods: readonly Method[];
    /** In OpenAPI's form; absent where it is not known. */
    readonly path?: string;
    readonly place: Place;
  };
  /** The handler has no answer yet: `todo!()`, `unimplemented!()`, or nothing but status 501. */
  readonly isStub?: boolean;
  /** Added by the framework itself, e.g. HEAD beside GET. */
  readonly implicit?: boolean;
  /** Of the routes that match a request the first that was declared answers, not the most exact one. */
  readonly isByOrder?: boolean;
  /** Registered only under this condition. */
  readonly conditional?: string;
  /** No app reaches the router. */
  readonly unmounted?: boolean;
  readonly unresolved?: readonly Unresolved[];
  /** Hidden from the exported contract, e.g. `include_in_schema=False`. */
  readonly isHidden?: boolean;
  readonly isDeprecated?: boolean;
  /** The route's own and those of the routers above it. */
  readonly tags?: readonly string[];
  /** The status code of a good answer, where it is declared. */
  readonly statusCode?: number;
  /** All status codes that are declared, ascending. */
  readonly statusCodes?: readonly number[];
  /** What it takes as its body, where the declaration alone says so; a question to the `Inspector` finds more. */
  readonly requestModel?: ModelRef;
  /** What it answers with, as declared. */
  readonly responseModel?: ModelRef;
  /** What runs before the handler, e.g. authentication; outermost first. */
  readonly dependencies?: readonly string[];
}
