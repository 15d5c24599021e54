import type { Finding } from "#core/model/finding.ts";
import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/**
 * Tells of packages that add routes in ways that are not read: one finding each, where the first file in the order of
 * their names imports it. What a file imports is looked for once.
 */
export function createUnreadAddOns({ unreadAddOns }: Vocabulary): (files: Iterable<PythonFacts>) => readonly Finding[] {
  const known = new WeakMap<PythonFacts, readonly Finding[]>();

  function findingsIn(facts: PythonFacts): readonly Finding[] {
    const before = known.get(facts);
    if (before) return before;
    const found = facts.body.flatMap((statement): readonly Finding[] => {
      const [name = ""] = importedModule(statement)?.split(".", 1) ?? [];
      if (!unreadAddOns.has(name)) return [];
      const place = { file: facts.file, range: statement.at };
      return [{ code: "add-on-unread", severity: "information", place, facts: { package: name } }];
    });
    known.set(facts, found);
    return found;
  }

  return (files) => {
    const inOrder = [...files].flatMap(findingsIn).toSorted(compareFiles);
    const byPackage = Map.groupBy(inOrder, (finding) => finding.facts["package"]);
    return [...byPackage.values()].flatMap((findings) => findings.slice(0, 1));
  };
}

function importedModule(statement: PythonStatement): string | undefined {
  if (statement.kind === "import") return statement.module;
  return statement.kind === "import-from" && statement.dots === 0 ? statement.module : undefined;
}

function compareFiles({ place: one }: Finding, { place: other }: Finding): number {
  const [before, after] = [one?.file ?? "", other?.file ?? ""];
  return before < after ? -1 : before > after ? 1 : 0;
}
