import type { Operation } from "#core/model/operation.ts";
import { type Draft, type Parameter, type Taken, takenBy, validDraft } from "./drafts.ts";
import { outOfRange, unknownThing, wrongText, wrongType, type InvalidValue } from "./invalid-values.ts";

/** A request and what it shows, in a few words. */
export interface Variant {
  readonly name: string;
  readonly draft: Draft;
  /** Parameters in the path whose values are made up, and meant to name something. */
  readonly madeUp: readonly string[];
  /** Sent by nobody in particular, although the contract asks for a login. */
  readonly isFromNobody?: true;
}

/** More would find little and take long. */
const MOST_VARIANTS = 6;

/**
 * The requests that are made up for an operation, at most six, the same each time: a valid one, the least and the most that
 * is allowed, then such with one thing invalid, each of another sort before any sort comes twice. None where something that
 * must be sent cannot be made up.
 */
export function variantsOf(operation: Operation): readonly Variant[] {
  const taken = takenBy(operation);
  const base = validDraft(taken, "plain", "all");
  if (base === undefined) return [];
  const sorts: readonly (readonly Drafted[])[] = [
    validVariants(taken, base),
    boundaryVariants(taken, "least"),
    boundaryVariants(taken, "most"),
    missingVariants(taken, base),
    wrongTypeVariants(taken, base),
    outOfRangeVariants(taken, base),
    unknownThingVariants(taken, base),
    operation.isSecured ? [{ name: "nobody is logged in", draft: base, isFromNobody: true }] : [],
  ];
  const rounds = Math.max(...sorts.map((sort) => sort.length));
  const inTurn = Array.from({ length: rounds }, (_, round) => sorts.flatMap((sort) => sort[round] ?? [])).flat();
  const ofPath = taken.parameters.filter((parameter) => parameter.in === "path" && parameter.example === undefined);
  return distinct(inTurn)
    .slice(0, MOST_VARIANTS)
    .map((variant) => {
      const isMeant = (parameter: Parameter): boolean =>
        variant.draft.values.get(parameter) === base.values.get(parameter);
      return { ...variant, madeUp: ofPath.filter(isMeant).map(({ name }) => name) };
    });
}

type Drafted = Omit<Variant, "madeUp">;

function validVariants(taken: Taken, base: Draft): readonly Drafted[] {
  const required = validDraft(taken, "plain", "required");
  return [
    { name: "all that may be sent", draft: base },
    ...(required ? [{ name: "only what is required", draft: required }] : []),
  ];
}

function boundaryVariants(taken: Taken, extent: "least" | "most"): readonly Drafted[] {
  const draft = validDraft(taken, extent, "all");
  const name = extent === "least" ? "the least of everything" : "the most of everything";
  return draft ? [{ name, draft }] : [];
}

function missingVariants({ parameters, body }: Taken, base: Draft): readonly Drafted[] {
  const fields = body?.fields.filter(({ isRequired }) => isRequired) ?? [];
  return [
    ...fields.flatMap(({ name }) => withMembers(base, (members) => members.delete(name), `${name} is left out`)),
    ...parameters
      .filter((parameter) => parameter.isRequired && parameter.in !== "path")
      .map((parameter) => ({ name: `${parameter.name} is left out`, draft: withoutValue(base, parameter) })),
    ...(body?.isRequired ? [{ name: "the body is left out", draft: { values: base.values } }] : []),
  ];
}

function wrongTypeVariants({ parameters, body }: Taken, base: Draft): readonly Drafted[] {
  const fields = body?.fields ?? [];
  const isTelling = ({ schema }: (typeof fields)[number]): boolean =>
    schema.kind !== "text" && schema.kind !== "choice";
  return [
    ...[...fields.filter(isTelling), ...fields.filter((field) => !isTelling(field))].flatMap(({ name, schema }) =>
      withInvalid(base, name, wrongType(schema)),
    ),
    ...parameters.flatMap((parameter) => withInvalidParameter(base, parameter, wrongText(parameter.schema))),
    ...fields
      .filter(({ schema }) => !schema.isNullable)
      .flatMap(({ name }) => withInvalid(base, name, { value: "null", says: "is null" })),
  ];
}

function outOfRangeVariants({ parameters, body }: Taken, base: Draft): readonly Drafted[] {
  return [
    ...(body?.fields ?? []).flatMap(({ name, schema }) => withInvalid(base, name, outOfRange(schema))),
    ...parameters
      // A list without items is a parameter that is left out.
      .filter(({ in: location, schema }) => location !== "path" && schema.kind !== "list")
      .flatMap((parameter) => withInvalidParameter(base, parameter, outOfRange(parameter.schema))),
  ];
}

function unknownThingVariants({ parameters }: Taken, base: Draft): readonly Drafted[] {
  return parameters
    .filter((parameter) => parameter.in === "path")
    .toReversed()
    .flatMap((parameter) => {
      const value = unknownThing(parameter.schema);
      return value === undefined || value === base.values.get(parameter)
        ? []
        : [{ name: `${parameter.name} names nothing`, draft: withValue(base, parameter, value) }];
    });
}

function withInvalid(base: Draft, name: string, invalid: InvalidValue | undefined): readonly Drafted[] {
  if (invalid === undefined) return [];
  return withMembers(base, (members) => members.set(name, invalid.value), `${name} ${invalid.says}`);
}

function withMembers(base: Draft, change: (members: Map<string, string>) => unknown, name: string): readonly Drafted[] {
  if (typeof base.body !== "object") return [];
  const body = new Map(base.body);
  change(body);
  return [{ name, draft: { ...base, body } }];
}

function withInvalidParameter(
  base: Draft,
  parameter: Parameter,
  invalid: InvalidValue | undefined,
): readonly Drafted[] {
  if (invalid === undefined) return [];
  return [{ name: `${parameter.name} ${invalid.says}`, draft: withValue(base, parameter, invalid.value) }];
}

function withValue(base: Draft, parameter: Parameter, value: string): Draft {
  return { ...base, values: new Map([...base.values, [parameter, value]]) };
}

function withoutValue(base: Draft, parameter: Parameter): Draft {
  return { ...base, values: new Map([...base.values].filter(([each]) => each !== parameter)) };
}

function distinct(variants: readonly Drafted[]): readonly Drafted[] {
  const firsts = new Map(variants.toReversed().map((variant) => [sent(variant), variant]));
  return variants.filter((variant) => firsts.get(sent(variant)) === variant);
}

function sent({ draft: { values, body }, isFromNobody }: Drafted): string {
  const parameters = [...values].map(([parameter, value]) => [parameter.in, parameter.name, value]);
  const members = typeof body === "object" ? [...body].toSorted(([a], [b]) => (a < b ? -1 : 1)) : body;
  return JSON.stringify([parameters, members, isFromNobody ?? false]);
}
