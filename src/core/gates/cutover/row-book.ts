import type { Side } from "#core/model/endpoint.ts";

/** A row that the client made, and what it has to hold by now. */
export interface Row {
  /** As it was first written. */
  readonly first: string;
  /** The text that was acknowledged last. */
  text: string;
  /** Texts that were sent later and never acknowledged; each may have arrived. */
  readonly maybe: Set<string>;
  /** Undefined where the write was not acknowledged: nobody knows whether the row is there. */
  id?: string;
  /** It is changed again and again; the others are written once, so that their rows can be counted. */
  readonly isChanged: boolean;
  /** In which step it was written. */
  readonly step: Step;
  /** When it was sent, in milliseconds since the rehearsal began. */
  readonly at: number;
  /** The request for it that is under way; never rejects. */
  underWay?: Promise<void>;
  /** How it was last read while one side answered for sure. */
  seen?: { readonly side: Side; readonly text: string; readonly body: string };
}

/** The step that the rehearsal is in: before the switch, from its beginning to the rollback, and from there on. */
export type Step = "start" | "switch" | "rollback";

/** What the client has made so far. Texts are new each time and nowhere else in the database. */
export class RowBook {
  readonly rows: Row[] = [];
  readonly #mark: string;
  #last = 0;

  constructor(random: () => number) {
    this.#mark = `portolan-${Math.floor(random() * 0x1_00_00_00)
      .toString(16)
      .padStart(6, "0")}`;
  }

  /** `portolan-3fa9c1-17` */
  newText(): string {
    this.#last += 1;
    return `${this.#mark}-${this.#last}`;
  }

  add(row: Row): void {
    this.rows.push(row);
  }

  /** All texts of ours in a text of the database. */
  textsIn(value: string): readonly string[] {
    return value.match(new RegExp(`${this.#mark}-\\d+`, "g")) ?? [];
  }

  /** Those that were acknowledged. */
  known(): readonly Row[] {
    return this.rows.filter(({ id }) => id !== undefined);
  }
}
