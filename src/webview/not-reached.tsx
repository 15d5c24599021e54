import type { JSX } from "preact";

import { counted } from "./words.ts";

/** A step of a scenario that was not sent. */
export interface UnreachedStep {
  readonly name: string;
  /** A sentence. */
  readonly reason: string;
}

/** The steps that were not sent, by why. Nothing where there are none. */
export function NotReached({ steps }: { readonly steps: readonly UnreachedStep[] }): JSX.Element | null {
  if (steps.length === 0) return null;
  return (
    <section class="not-reached" aria-label="Not reached">
      <h2>{counted(steps.length, "step")} not reached</h2>
      {[...Map.groupBy(steps, ({ reason }) => reason)].map(([reason, own]) => (
        <div key={reason}>
          <p>{reason}</p>
          <ul>
            {own.map(({ name }) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
