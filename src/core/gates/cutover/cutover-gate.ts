import type { Finding } from "#core/model/finding.ts";
import type { CutoverSettings } from "#core/model/gates/gate-settings.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Gate, GateReport } from "../gate.ts";
import { clientFindings, gapMs, inSeconds, rowFindings, strangerFindings, whoAnswered } from "./judge.ts";
import { type Rehearsal, rehearse } from "./rehearse.ts";

/**
 * The switch and the way back, rehearsed on a copy by the user's own commands: what was written before, in between and after is
 * there, once, and both sides read and change it; nobody waits longer than is allowed.
 */
export const cutoverGate: Gate = {
  name: "cutover",
  question: "Can the servers be switched, and switched back, without losing anything?",
  whyNot: ({ gates, file, databases }) => {
    if (gates?.cutover === undefined)
      return `${file} does not say how the servers are switched; write \`gates: { cutover: … }\` with \`start\`, \`switch\` and \`rollback\`.`;
    return databases === undefined
      ? undefined
      : "Each side has a database of its own, so that what one writes cannot be read by the other.";
  },
  run: async ({ project, ports, onStage, signal, step }) => {
    const settings = project.gates?.cutover;
    if (settings === undefined) return { checked: [], findings: [] };
    try {
      return await onStage(settings, async (stage): Promise<GateReport> => {
        const { clock, random } = ports;
        const rehearsal = await rehearse({ stage, settings, clock, random, signal, tell: step });
        const changes = await stage.changes();
        const isDone = rehearsal.times.length === 3;
        const rows =
          changes === undefined
            ? [
                {
                  code: "cutover-rows-unknown",
                  severity: "warning",
                  place: settings.start.place,
                  facts: {},
                } satisfies Finding,
              ]
            : rowFindings(rehearsal, changes, settings);
        const findings = [
          ...rehearsal.findings,
          ...clientFindings(rehearsal, settings),
          ...strangerFindings(rehearsal, settings),
          ...(rehearsal.book.rows.length === 0 ? [] : rows),
        ];
        return { checked: checkedOf(rehearsal, settings, isDone), findings };
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const facts = { message: error.message };
      return {
        checked: [],
        findings: [{ code: "cutover-stage-failed", severity: "error", place: settings.start.place, facts }],
      };
    }
  },
};

/** What the rehearsal saw, in the order of its steps. */
function checkedOf(rehearsal: Rehearsal, settings: CutoverSettings, isDone: boolean): readonly string[] {
  const { sent, times, book, crossed } = rehearsal;
  if (sent.length === 0) return [];
  const count = (doing: string): number => sent.filter((each) => each.doing === doing).length;
  const who = whoAnswered(rehearsal);
  const silent = times
    .filter(({ step }) => step !== "start")
    .map(({ step, from, up }) => `${inSeconds(gapMs(sent, from, up))} s at the ${step}`);
  return [
    `${count("write")} rows written, ${count("read")} reads and ${count("change")} changes by a client that goes on all along`,
    who === undefined
      ? "who answered, by `status` alone: the answers of the two servers look alike"
      : `who answered: ${who}`,
    ...(silent.length === 0 ? [] : [`nobody answered for ${silent.join(", ")}`]),
    ...(isDone
      ? [
          `${crossed.rust} rows of Python's read by Rust, ${crossed.python} of both by Python after the way back${settings.change === undefined ? "" : ", and some of them changed"}`,
          `${book.rows.length} rows counted in the database`,
        ]
      : []),
  ];
}
