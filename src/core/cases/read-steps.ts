import type { Range } from "#core/model/place.ts";
import type { Capture, Polling } from "#core/model/run/scenario-step.ts";
import { nearestWord } from "#core/text/yaml/yaml-nearest-word.ts";
import type { WrittenEndpoint } from "#core/text/yaml/yaml-endpoint.ts";
import type { YamlNode } from "#core/text/yaml/yaml.ts";
import { CAPTURE_NAME, capturesIn } from "./captured-values.ts";
import type { WrittenStep } from "./case-format.ts";
import { readRequest } from "./read-request.ts";
import type { ReportCase, RequestParts } from "./written-request.ts";

type StepEntry = WrittenStep["value"];

/** A step that can be sent. */
export interface ReadStep {
  readonly entry: StepEntry;
  readonly parts: RequestParts;
  readonly captures: readonly Capture[];
  readonly until?: Polling;
}

/** The steps of a scenario in their order; undefined where one cannot be sent, which was reported then. */
export function readSteps(
  steps: readonly WrittenStep[],
  file: string,
  reporting: (endpoint: WrittenEndpoint) => ReportCase,
): readonly ReadStep[] | undefined {
  const known = new Set<string>();
  const read = steps.map(({ value: entry }): ReadStep | undefined => {
    const report = reporting(entry.endpoint.value);
    const areKnown = checkUses(entry, known, report);
    const captures = readCaptures(entry, report);
    for (const { name } of captures) known.add(name);
    const until = readUntil(entry, report);
    const parts = readRequest(entry, { isStep: true, file }, report);
    if (parts === undefined || !areKnown || until === "broken") return undefined;
    return { entry, parts, captures, ...(until && { until }) };
  });
  const usable = read.filter((step) => step !== undefined);
  return usable.length === read.length ? usable : undefined;
}

function readCaptures({ capture }: StepEntry, report: ReportCase): readonly Capture[] {
  return (capture?.value ?? []).map(([name, { value: source, range }]) => {
    if (!CAPTURE_NAME.test(name)) report("case-capture-name", range, { name });
    return { name, source };
  });
}

/** As long as somebody would look at it. */
const USUAL_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 10 * 60_000;

function readUntil({ until }: StepEntry, report: ReportCase): Polling | "broken" | undefined {
  if (until === undefined) return undefined;
  const { status, answer, within } = until.value;
  if (status === undefined && answer === undefined) {
    report("case-until-empty", until.range, {});
    return "broken";
  }
  if (within !== undefined && (within.value < 1 || within.value > LONGEST_WAIT_MS)) {
    report("case-until-too-long", within.range, {});
    return "broken";
  }
  return {
    ...(status && { status }),
    ...(answer !== undefined && { answer }),
    limitMs: within?.value ?? USUAL_WAIT_MS,
  };
}

/** Whether all captured values that a step uses are there by then. */
function checkUses(entry: StepEntry, known: ReadonlySet<string>, report: ReportCase): boolean {
  const unknown = textsOf(entry).flatMap(({ text, range }) =>
    capturesIn(text).flatMap((name) => (known.has(name) ? [] : [{ name, range }])),
  );
  for (const { name, range } of unknown) {
    const nearest = nearestWord(name, [...known]);
    report("case-capture-unknown", range, {
      name,
      ...(nearest === undefined ? { known: [...known].join(", ") } : { nearest }),
    });
  }
  return unknown.length === 0;
}

interface WrittenText {
  readonly text: string;
  readonly range: Range;
}

function textsOf({
  parameters = [],
  query = [],
  headers = [],
  target,
  body,
  text,
  form,
  parts,
}: StepEntry): readonly WrittenText[] {
  const pairs = [...query, ...headers].map(([, listed]) => listed);
  const fields = form?.value.flatMap(([name, values]) =>
    [name, ...values].map((each) => ({ text: each, range: form.range })),
  );
  return [
    ...parameters.map(([, { value, range }]) => ({ text: value, range })),
    ...pairs.flatMap(({ value, range }) => value.map((each) => ({ text: each, range }))),
    ...(body === undefined ? [] : textsIn(body.value)),
    ...(fields ?? []),
    ...[target, text, ...(parts?.value ?? []).map((part) => part.value.text)].flatMap((each) =>
      each === undefined ? [] : [{ text: each.value, range: each.range }],
    ),
  ];
}

function textsIn(node: YamlNode): readonly WrittenText[] {
  if (node.kind === "scalar") return typeof node.value === "string" ? [{ text: node.value, range: node.range }] : [];
  if (node.kind === "list") return node.items.flatMap(textsIn);
  return node.entries.flatMap(({ key, keyRange, value }) => [{ text: key, range: keyRange }, ...textsIn(value)]);
}
