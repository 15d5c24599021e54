import type { Finding } from "#core/model/finding.ts";
import type { Crates } from "../crates/crates.ts";

/** Macros of the project that stand among items, make routers, and could not be read. */
export function macroFindings({ all }: Crates): readonly Finding[] {
  return all.flatMap(({ modules }) => {
    const makers = new Set(
      modules.flatMap(({ macros }) =>
        [...macros.values()]
          .filter(({ rules }) => rules.some(({ makesRouter }) => makesRouter))
          .map(({ name }) => name),
      ),
    );
    if (makers.size === 0) return [];
    return modules.flatMap(({ file, macroCalls }) =>
      macroCalls
        .filter(({ name }) => makers.has(name))
        .map(({ name, at }): Finding => {
          const place = { file, range: at };
          return { code: "macro-unresolved", severity: "warning", place, facts: { macro: name } };
        }),
    );
  });
}
