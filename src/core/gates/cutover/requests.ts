import type { CutoverRequest, CutoverSettings } from "#core/model/gates/gate-settings.ts";
import type { Answer, Unreachable } from "#core/model/run/exchange.ts";
import type { Row, RowBook, Step } from "./row-book.ts";
import type { Stage } from "./stage.ts";
import { valueAt } from "./value-at.ts";

/** What the client does. */
export type Doing = "write" | "read" | "change";

/** One request of the client. Times are milliseconds since the rehearsal began. */
export interface Sent {
  readonly doing: Doing;
  readonly step: Step;
  readonly from: number;
  readonly until: number;
  /** Absent where no answer came. */
  readonly status?: number;
  /** Why none came, a sentence. */
  readonly reason?: string;
  /** What tells the two servers apart in their answers' headers. */
  readonly sign: string;
  readonly row: Row;
  /** What was read in place of what the row has to hold. */
  readonly wrong?: string;
}

const LIMIT_MS = 5_000;

/** Sends the client's requests and keeps the book. */
export interface Requests {
  write(isChanged: boolean): Promise<Sent>;
  read(row: Row): Promise<Sent & { readonly body?: string }>;
  /** Undefined where the project file has no request that changes a row. */
  change(row: Row): Promise<Sent | undefined>;
}

export interface RequestsGiven {
  readonly stage: Pick<Stage, "connect">;
  readonly settings: CutoverSettings;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly book: RowBook;
  /** Milliseconds since the rehearsal began. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** The step that it is now. */
  readonly step: () => Step;
  readonly onSent: (sent: Sent) => void;
}

export function createRequests(given: RequestsGiven): Requests {
  const { stage, settings, headers, book, now, signal, onSent } = given;
  const send = async (request: CutoverRequest, id: string, text: string): Promise<Answer | Unreachable> => {
    // A connection each: who is refused there is not led on by one that was open before.
    const client = stage.connect();
    const body =
      request.body === undefined
        ? ({ kind: "none" } as const)
        : ({ kind: "text", text: request.body.replaceAll("${text}", text), mediaType: "application/json" } as const);
    const target = request.path.replace(/\{[^{}]*\}/, () => encodeURIComponent(id));
    try {
      return (await client.send({ method: request.method, target, headers, body }, { signal, timeoutMs: LIMIT_MS }))
        .outcome;
    } finally {
      await client.dispose();
    }
  };
  const during = async (
    doing: Doing,
    row: Row,
    work: () => Promise<{ readonly outcome: Answer | Unreachable; readonly wrong?: string | undefined }>,
  ): Promise<{ readonly sent: Sent; readonly outcome: Answer | Unreachable }> => {
    const over = Promise.withResolvers<void>();
    row.underWay = over.promise;
    const step = given.step();
    const from = now();
    try {
      const { outcome, wrong } = await work();
      const until = now();
      const common = { doing, step, from, until, row, ...(wrong !== undefined && { wrong }) };
      const sent: Sent =
        outcome.kind === "answer"
          ? { ...common, status: outcome.status, sign: signOf(outcome) }
          : { ...common, reason: outcome.reason, sign: "" };
      onSent(sent);
      return { sent, outcome };
    } finally {
      delete row.underWay;
      over.resolve();
    }
  };
  return {
    write: async (isChanged) => {
      const text = book.newText();
      const row: Row = { first: text, text, maybe: new Set(), isChanged, step: given.step(), at: now() };
      book.add(row);
      const { sent } = await during("write", row, async () => {
        const outcome = await send(settings.write, "", text);
        const made = doneText(outcome);
        const id = made === undefined ? undefined : valueAt(made, settings.write.id);
        if (id !== undefined) row.id = id;
        return { outcome };
      });
      return sent;
    },
    read: async (row) => {
      const { sent, outcome } = await during("read", row, async () => {
        const read = await send(settings.read, row.id ?? "", "");
        const text = doneText(read);
        const found = text === undefined ? undefined : valueAt(text, settings.read.text);
        const isHeld = found !== undefined && (found === row.text || row.maybe.has(found));
        const isRight = text === undefined || isHeld;
        return { outcome: read, wrong: isRight ? undefined : (found ?? "") };
      });
      const body = doneText(outcome);
      return body === undefined ? sent : { ...sent, body };
    },
    change: async (row) => {
      const { change } = settings;
      if (change === undefined) return undefined;
      const text = book.newText();
      // It may have arrived even where nobody says so.
      row.maybe.add(text);
      const { sent } = await during("change", row, async () => {
        const outcome = await send(change, row.id ?? "", text);
        if (doneText(outcome) !== undefined) {
          row.text = text;
          row.maybe.clear();
        } else if (outcome.kind === "answer" && outcome.status < 500) row.maybe.delete(text);
        return { outcome };
      });
      return sent;
    },
  };
}

/** The body of an answer that says that it was done; undefined for any other. */
function doneText(outcome: Answer | Unreachable): string | undefined {
  if (outcome.kind !== "answer" || outcome.status < 200 || outcome.status >= 300) return undefined;
  return outcome.body.kind === "text" ? outcome.body.text : "";
}

/** Gateways name the side, servers themselves. */
const SIGNS = ["x-side", "x-served-by", "server"];

function signOf({ headers }: Answer): string {
  const found = SIGNS.flatMap((name) => headers.find(([each]) => each === name) ?? []);
  return found[1] ?? "";
}
