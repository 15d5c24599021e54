import { useEffect, useState } from "preact/hooks";

/** What of a report is looked at; nothing chosen is the overview. */
export interface ReportChoice {
  readonly endpoint?: string;
  /** A case's id. */
  readonly case?: string;
  /** A difference's index in its case. */
  readonly difference?: number;
}

/** The choice as the address has it, so that a link and the way back lead to it, and the way to change it. */
export function useReportChoice(): readonly [choice: ReportChoice, choose: (choice: ReportChoice) => void] {
  const [choice, setChoice] = useState(() => choiceIn(location.hash));
  useEffect(() => {
    const follow = (): void => {
      setChoice(choiceIn(location.hash));
    };
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("hashchange", follow);
    };
  }, []);
  return [
    choice,
    (chosen) => {
      location.hash = hashOf(chosen);
      setChoice(chosen);
    },
  ];
}

/** `{ endpoint: "GET /a", case: "one", difference: 2 }` → `#GET%20%2Fa/one/2` */
export function hashOf({ endpoint, case: id, difference }: ReportChoice): string {
  const parts = [endpoint, id, difference].filter((part) => part !== undefined);
  return `#${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}

/** The other way round; what a person changed in the address may name nothing. */
function choiceIn(hash: string): ReportChoice {
  const [endpoint, id, difference] = hash.slice(1).split("/").map(decoded);
  if (endpoint === undefined || endpoint === "") return {};
  return {
    endpoint,
    ...(id !== undefined && { case: id }),
    ...(difference !== undefined && /^\d+$/.test(difference) && { difference: Number(difference) }),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that begins no escape stands for itself.
    return part;
  }
}
