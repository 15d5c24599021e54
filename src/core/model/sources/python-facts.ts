import type { Finding } from "../finding.ts";
import type { Range } from "../place.ts";

/** A Python expression, cut down to what can make up a route; the rest is `unknown`, with its kind as the grammar names it. */
export type PythonExpression =
  | { readonly kind: "text"; readonly value: string; readonly at: Range }
  | { readonly kind: "constant"; readonly value: number | boolean | null; readonly at: Range }
  /** f-strings and adjacent strings. */
  | { readonly kind: "join"; readonly parts: readonly PythonExpression[]; readonly at: Range }
  | { readonly kind: "name"; readonly name: string; readonly at: Range }
  | { readonly kind: "member"; readonly of: PythonExpression; readonly name: string; readonly at: Range }
  | { readonly kind: "item"; readonly of: PythonExpression; readonly key: PythonExpression; readonly at: Range }
  | {
      readonly kind: "call";
      readonly callee: PythonExpression;
      readonly positional: readonly PythonExpression[];
      readonly named: readonly (readonly [name: string, value: PythonExpression])[];
      readonly at: Range;
    }
  /** `*x` or `**x` in a list, a dictionary or a call's arguments. */
  | { readonly kind: "spread"; readonly of: PythonExpression; readonly at: Range }
  /** Lists, tuples and sets. */
  | { readonly kind: "list"; readonly items: readonly PythonExpression[]; readonly at: Range }
  | {
      readonly kind: "dictionary";
      readonly entries: readonly (readonly [key: PythonExpression | undefined, value: PythonExpression])[];
      readonly at: Range;
    }
  /** `+`, `%`, `or`, `==`, `is not`, … */
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: PythonExpression;
      readonly right: PythonExpression;
      readonly at: Range;
    }
  | { readonly kind: "not"; readonly of: PythonExpression; readonly at: Range }
  /** `a if condition else b` */
  | {
      readonly kind: "either";
      readonly condition: string;
      readonly test: PythonExpression;
      readonly options: readonly PythonExpression[];
      readonly at: Range;
    }
  /** `[body for target in over if filter]`; with `key` a dictionary. */
  | {
      readonly kind: "comprehension";
      readonly key?: PythonExpression;
      readonly body: PythonExpression;
      readonly clauses: readonly PythonClause[];
      readonly at: Range;
    }
  | {
      readonly kind: "lambda";
      readonly parameters: readonly PythonParameter[];
      readonly body: PythonExpression;
      readonly at: Range;
    }
  | { readonly kind: "unknown"; readonly what: string; readonly at: Range };

/** `for target in over if filter` */
export interface PythonClause {
  readonly target: PythonExpression;
  readonly over: PythonExpression;
  readonly filters: readonly PythonExpression[];
}

export interface PythonParameter {
  readonly name: string;
  readonly kind: "plain" | "rest" | "named-rest";
  readonly type?: PythonExpression;
  readonly default?: PythonExpression;
}

export interface PythonFunction {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly PythonParameter[];
  /** `-> T` */
  readonly returns?: PythonExpression;
  readonly decorators: readonly PythonExpression[];
  /** Absent where the body cannot make up a route and was not taken over. */
  readonly body?: readonly PythonStatement[];
  /** The body was left out of the outline of a file; who calls the function needs the whole file. */
  readonly isBodyLeftOut?: true;
  /** The body names something that registers routes. */
  readonly mentionsRoutes: boolean;
  /** Where it does: all words of the body, each once, so that one sees which functions it may call. */
  readonly words?: readonly string[];
  /** Of the name. */
  readonly at: Range;
  /** All of it, decorators included. */
  readonly whole: Range;
  /** Of its source. */
  readonly hash: string;
}

export interface PythonClass {
  readonly kind: "class";
  readonly name: string;
  readonly bases: readonly PythonExpression[];
  /** `T` of `class A[T]` (PEP 695). */
  readonly typeParameters?: readonly string[];
  /** Keywords beside the bases: `class A(BaseModel, frozen=True)`. */
  readonly named: readonly (readonly [name: string, value: PythonExpression])[];
  readonly decorators: readonly PythonExpression[];
  readonly body: readonly PythonStatement[];
  readonly at: Range;
  readonly whole: Range;
  readonly hash: string;
}

export type PythonStatement =
  /** `import a.b as c`: `module` is `a.b`, `as` is `c`. */
  | { readonly kind: "import"; readonly module: string; readonly as?: string; readonly at: Range }
  /** `from ..a import b as c`: two dots, `a`. Without names it takes all (`*`). */
  | {
      readonly kind: "import-from";
      readonly dots: number;
      readonly module: string;
      readonly names?: readonly { readonly name: string; readonly as: string }[];
      readonly at: Range;
    }
  | {
      readonly kind: "assign";
      readonly target: PythonExpression;
      /** The annotation of `x: T` and `x: T = value`. */
      readonly type?: PythonExpression;
      /** Absent in `x: T`. */
      readonly value?: PythonExpression;
      readonly at: Range;
    }
  /** `target += value`; `operator` is `+`, `-`, `|`, … */
  | {
      readonly kind: "extend";
      readonly operator: string;
      readonly target: PythonExpression;
      readonly value: PythonExpression;
      readonly at: Range;
    }
  /** `del a[0], b.c` */
  | { readonly kind: "delete"; readonly targets: readonly PythonExpression[]; readonly at: Range }
  /** `global a, b`; `nonlocal a, b` where `isNonlocal`. */
  | {
      readonly kind: "scope";
      readonly names: readonly string[];
      readonly isNonlocal: boolean;
      readonly at: Range;
    }
  | { readonly kind: "evaluate"; readonly value: PythonExpression; readonly at: Range }
  | { readonly kind: "return"; readonly value?: PythonExpression; readonly at: Range }
  | {
      readonly kind: "if";
      readonly branches: readonly {
        readonly condition: string;
        /** The condition, where something can be told of it. */
        readonly test?: PythonExpression;
        readonly body: readonly PythonStatement[];
      }[];
      readonly otherwise?: readonly PythonStatement[];
      readonly at: Range;
    }
  | {
      readonly kind: "try";
      readonly body: readonly PythonStatement[];
      readonly handlers: readonly { readonly condition: string; readonly body: readonly PythonStatement[] }[];
      /** `else` and `finally`. */
      readonly after: readonly PythonStatement[];
      readonly at: Range;
    }
  | {
      readonly kind: "for";
      readonly target: PythonExpression;
      readonly over: PythonExpression;
      readonly body: readonly PythonStatement[];
      readonly otherwise?: readonly PythonStatement[];
      readonly at: Range;
    }
  | {
      readonly kind: "while";
      readonly condition: string;
      /** The condition, where something can be told of it. */
      readonly test?: PythonExpression;
      readonly body: readonly PythonStatement[];
      readonly otherwise?: readonly PythonStatement[];
      readonly at: Range;
    }
  /** `continue` and `break` */
  | { readonly kind: "leave"; readonly how: "continue" | "break"; readonly at: Range }
  /** `yield x`; `yield from x` where `isAll`. */
  | { readonly kind: "yield"; readonly value: PythonExpression; readonly isAll: boolean; readonly at: Range }
  /** `with`: the body runs. */
  | { readonly kind: "block"; readonly body: readonly PythonStatement[]; readonly at: Range }
  | PythonFunction
  | PythonClass;

/** What a Python file says, without looking at any other. */
export interface PythonFacts {
  readonly language: "python";
  readonly file: string;
  readonly body: readonly PythonStatement[];
  readonly findings: readonly Finding[];
}
