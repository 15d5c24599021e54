import type { Place } from "#core/model/place.ts";
import { changedStretches } from "./changed-stretches.ts";
import type { OperationsAround } from "./operations-around.ts";
import { plainCode } from "./plain-code.ts";

/** A place in a committed file at which the generator writes something else. */
export interface Drift {
  readonly place: Place;
  /** The line that is committed and the one that is written; empty where one of them has none. */
  readonly first: string;
  readonly second: string;
}

/** How a committed file differs from the one that is written, beyond its layout. */
export interface FileDrift {
  /** By operation or path, the first place at which its code differs. */
  readonly byName: ReadonlyMap<string, Drift>;
  /** By type, where no operation is around it but a type is. */
  readonly byType: ReadonlyMap<string, Drift>;
  /** Where neither is. */
  readonly others: readonly Drift[];
}

interface Versions {
  readonly file: string;
  readonly committed: string;
  readonly written: string;
}

export function driftIn(
  { file, committed, written }: Versions,
  aroundCommitted: OperationsAround,
  aroundWritten: OperationsAround,
): FileDrift {
  const [before, after] = [linesWithCode(committed), linesWithCode(written)];
  const keys = [before, after].map((lines) => lines.map(({ key }) => key)) as [string[], string[]];
  const byName = new Map<string, Drift>();
  const byType = new Map<string, Drift>();
  const others: Drift[] = [];
  for (const stretch of changedStretches(...keys)) {
    const [had, has] = [before.slice(...stretch.before), after.slice(...stretch.after)];
    if (isLayoutAlone(had, has)) continue;
    // Where nothing is committed, the line that would follow.
    const here = before[stretch.before[0]] ?? before.at(-1);
    const [ofHad, ofHas] = [named(had, aroundCommitted), named(has, aroundWritten)];
    for (const name of new Set([...ofHad.keys(), ...ofHas.keys()])) {
      const [line, writtenLine] = [ofHad.get(name), ofHas.get(name)];
      if (!byName.has(name))
        byName.set(name, { place: placeOf(file, line ?? here), first: shown(line), second: shown(writtenLine) });
    }
    if (ofHad.size + ofHas.size > 0) continue;
    const drift = { place: placeOf(file, here), first: shown(had[0]), second: shown(has[0]) };
    const type = typeOf(has, aroundWritten) ?? typeOf(had, aroundCommitted);
    if (type === undefined) others.push(drift);
    else if (!byType.has(type)) byType.set(type, drift);
  }
  return { byName, byType, others };
}

function typeOf(lines: readonly CodeLine[], around: OperationsAround): string | undefined {
  const line = lines.find(({ key }) => /\w/.test(key)) ?? lines[0];
  return line && around.typeAt(line.index);
}

interface CodeLine {
  readonly index: number;
  readonly text: string;
  /** Without its layout. */
  readonly key: string;
}

function linesWithCode(text: string): readonly CodeLine[] {
  return text.split("\n").flatMap((line, index) => {
    const key = plainCode(line);
    return key === "" ? [] : [{ index, text: line, key }];
  });
}

/** Code that stands in other lines, as where one side was wrapped. */
function isLayoutAlone(had: readonly CodeLine[], has: readonly CodeLine[]): boolean {
  const [one, other] = [had, has].map((lines) => plainCode(lines.map(({ text }) => text).join("\n")));
  return one === other;
}

/** What the lines of a stretch belong to, with the first line of each; brackets count where there is nothing else. */
function named(lines: readonly CodeLine[], around: OperationsAround): ReadonlyMap<string, CodeLine> {
  const telling = lines.filter(({ key }) => /\w/.test(key));
  const found = new Map<string, CodeLine>();
  for (const line of telling.length > 0 ? telling : lines) {
    const name = around.at(line.index);
    if (name !== undefined && !found.has(name)) found.set(name, line);
  }
  return found;
}

function placeOf(file: string, line: CodeLine | undefined): Place {
  const { index, text } = line ?? { index: 0, text: "" };
  const start = { line: index, character: text.search(/\S|$/) };
  return { file, range: { start, end: { line: index, character: text.trimEnd().length } } };
}

const MOST_SHOWN = 120;

function shown(line: CodeLine | undefined): string {
  const text = line?.text.trim() ?? "";
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
