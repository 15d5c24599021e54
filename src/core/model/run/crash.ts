import type { Side } from "../endpoint.ts";
import type { Place } from "../place.ts";

/** A panic, or an exception that nobody caught, reduced to one place. */
export interface Crash {
  readonly side: Side;
  /** What it said, without what is another one each time: `panicked: index out of bounds`, `ValueError: no such node`. */
  readonly message: string;
  /** In the project's own code, where any of it had a part in it. */
  readonly place?: Place;
  /** As it was printed: the frames keep their lines. */
  readonly text: string;
}
