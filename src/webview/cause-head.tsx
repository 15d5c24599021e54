import { isBesideDatabase } from "#core/model/run/effect-place.ts";
import type { ComponentChildren, JSX } from "preact";

import type { ClusterRecord } from "#core/model/run/run-record.ts";
import { Icon } from "./icon.tsx";
import { Sentence } from "./value-pair.tsx";
import { CLASS_WORDS, counted } from "./words.ts";

interface CauseHeadProps {
  readonly cause: ClusterRecord;
  /** Stands behind the count. */
  readonly children?: ComponentChildren;
}

/** What one cause of differences is, how bad, how often, and why. */
export function CauseHead({ cause, children }: CauseHeadProps): JSX.Element {
  const { severity, differences, followers = 0, cases, hint } = cause;
  return (
    <>
      <h3>
        {wordOf(cause)} <span class="pointer">{cause.paths.join(", ")}</span>{" "}
        <span class={`severity severity-${severity}`}>{severity}</span>
      </h3>
      <p class="quiet">
        {counted(differences, "difference")} in {counted(cases, "case")}
        {followers > 0 && `, and ${followers.toLocaleString("en")} that come with the other status`}
        {children}
      </p>
      {hint && (
        <p class="hint">
          <Icon name="lightbulb" />
          <Sentence text={hint.text} />
        </p>
      )}
    </>
  );
}

/** The word for a cause: `Generated id`, `Crash`, `Value in the database` */
export function wordOf({
  kind,
  class: sort,
  part,
  paths: [path],
}: Pick<ClusterRecord, "kind" | "class" | "part" | "paths">): string {
  if (kind === "generated-id") return "Generated id";
  if (kind === "crash") return "Crash";
  if (kind === "error-body") return "Errors of a refused request";
  return `${CLASS_WORDS[sort]}${part === "effect" && !isBesideDatabase(path) ? " in the database" : ""}`;
}
