import type { Difference } from "#core/model/run/difference.ts";
import { SIDES } from "#core/model/endpoint.ts";
import { followsStatus } from "#core/model/run/follows-status.ts";
import { placeText } from "#core/model/place.ts";
import type { CaseResult, Verdict } from "#core/model/run/verdict.ts";
import { endpointName, rowsOf } from "./handler-places.ts";
import type { Paint } from "../layout/paint.ts";
import { differenceWhere, fieldPlaces } from "./pointer-shape.ts";
import type { RunReport } from "./run-report.ts";
import { counted, oneLine, shownLine } from "../layout/text-table.ts";

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { match: "✓", differs: "✗", failed: "! failed:" };

/** All cases of a run by endpoint, with all their differences. */
export function caseLines({ ledger, verdicts, results }: RunReport, paint: Paint): readonly string[] {
  const rows = rowsOf(ledger);
  const compared = verdicts.filter(({ endpoint }) => results.some((result) => result.case.endpoint === endpoint));
  return compared.flatMap(({ endpoint }, at) => {
    const own = results.filter((result) => result.case.endpoint === endpoint);
    return [
      ...(at === 0 ? [] : [""]),
      paint.bold(endpointName(endpoint, rows)),
      ...own.flatMap((result) => resultLines(result, paint)),
    ];
  });
}

function resultLines(result: CaseResult, paint: Paint): readonly string[] {
  const { case: sent, verdict, reason, differences, omittedDifferences = 0, crashes = [] } = result;
  const colour = verdict === "match" ? paint.green : paint.red;
  return [
    `  ${colour(VERDICT_WORDS[verdict])} ${oneLine(sent.name)} ${paint.dim(`(${sent.method} ${oneLine(sent.target)})`)}  ${paint.dim(oneLine(placeText(sent.place)))}`,
    ...(reason === undefined ? [] : [`    ${oneLine(reason)}`]),
    ...differences.flatMap((difference) => {
      return differenceLines(difference, followsStatus(difference, differences) ? FOLLOWS : "", paint);
    }),
    // A traceback keeps its lines.
    ...crashes.flatMap(({ side, text }) => [
      paint.dim(`      ${side} printed`),
      ...text.split("\n").map((line) => paint.dim(`        ${shownLine(line)}`)),
    ]),
    ...(omittedDifferences > 0 ? [paint.dim(`    … and ${counted(omittedDifferences, "more difference")}`)] : []),
  ];
}

/** Said of what is no cause of its own. */
const FOLLOWS = ", comes with the other status";

function differenceLines(difference: Difference, remark: string, paint: Paint): readonly string[] {
  const { class: sort, severity, hint, values } = difference;
  const where = differenceWhere(difference);
  return [
    `    ${paint.yellow(sort)} ${where === "" ? "" : `${oneLine(where)} `}${paint.dim(severity + remark)}`,
    ...SIDES.map((side) => {
      const value = values[side];
      return `      ${side.padEnd(6)}  ${value === undefined ? paint.dim("absent") : oneLine(value)}`;
    }),
    ...(hint === undefined ? [] : [`      ${paint.cyan("why")}     ${hint.code}`]),
    ...fieldPlaces(difference).map((text) => paint.dim(`      ${text}`)),
  ];
}
