import { createIRegexp, type IRegexp } from "./i-regexp.ts";
import { PathProblem } from "./json-path-problem.ts";
import { isSingular, type JsonComparable, type JsonQuery, type JsonTextTest } from "./json-path-syntax.ts";

/** What may stand between operators and in functions. */
export type JsonOperand = JsonComparable | JsonTextTest;

/** What a function is given, and where it stands. */
export interface JsonArgument {
  readonly operand: JsonOperand;
  readonly at: number;
}

/** The functions that there are (RFC 9535, section 2.4), with what each is given. */
const PARAMETERS: Readonly<Record<JsonFunction, string>> = {
  length: "one value",
  count: "one path",
  match: "two values, a text and a pattern",
  search: "two values, a text and a pattern",
  value: "one path",
};

type JsonFunction = "length" | "count" | "match" | "search" | "value";

/**
 * Makes an operand of a function and what it is given. Throws a PathProblem where there is no such function or it is
 * given something else than it takes (RFC 9535, section 2.4.3), and where a pattern cannot be used.
 */
export function readCall(name: string, args: readonly JsonArgument[], at: number): JsonOperand {
  const kind = functionNamed(name);
  if (kind === undefined) {
    const known = Object.keys(PARAMETERS).join(", ");
    throw new PathProblem(at, `There is no function \`${name}\`; those that there are: ${known}`);
  }
  const [first, second] = args;
  const wanted = kind === "match" || kind === "search" ? 2 : 1;
  if (first === undefined || args.length !== wanted) {
    throw new PathProblem(at, `\`${name}\` is given ${PARAMETERS[kind]}, and has ${args.length} here`);
  }
  switch (kind) {
    case "length":
      return { kind, of: valueIn(name, first) };
    case "count":
    case "value":
      return { kind, query: queryIn(name, first) };
    case "match":
    case "search":
      return { kind: "text-test", name: kind, text: valueIn(name, first), pattern: patternIn(name, second ?? first) };
  }
}

function functionNamed(name: string): JsonFunction | undefined {
  return Object.hasOwn(PARAMETERS, name) ? (name as JsonFunction) : undefined;
}

function queryIn(name: string, { operand, at }: JsonArgument): JsonQuery {
  if (operand.kind === "query") return operand.query;
  throw new PathProblem(at, `\`${name}\` is given a path, such as \`@.*\``);
}

function valueIn(name: string, { operand, at }: JsonArgument): JsonComparable {
  if (operand.kind === "text-test") {
    throw new PathProblem(at, `\`${operand.name}\` holds or does not; \`${name}\` is given a value`);
  }
  if (operand.kind === "query" && !isSingular(operand.query.path)) {
    throw new PathProblem(
      at,
      `\`${name}\` is given one value: a path by names and indexes alone, or one in \`value(…)\``,
    );
  }
  return operand;
}

function patternIn(name: string, argument: JsonArgument): IRegexp | JsonComparable {
  const operand = valueIn(name, argument);
  if (operand.kind !== "text") return operand;
  const reading = createIRegexp(operand.value);
  if (reading.kind === "regexp") return reading.regexp;
  throw new PathProblem(
    argument.at,
    `The pattern cannot be used from its character ${reading.offset + 1} on: ${reading.reason}`,
  );
}
