import { escapePattern } from "#core/text/escape-pattern.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { DatabaseChanges, StoredRow, StoredValue } from "#core/model/run/table-change.ts";

import type { Placeholders } from "./placeholders.ts";

/**
 * What a server was given that the other one has elsewhere, called as the project file calls it: an answer or a row must not
 * differ because of a port or a temporary folder of ours. `/tmp/portolan-x/data/a.png` → `${data}/a.png`,
 * `redis://localhost:40001/0` → `redis://localhost:${service:cache.port}/0`
 */
export interface OwnPlaces {
  exchange(exchange: Exchange): Exchange;
  changes(changes: DatabaseChanges): DatabaseChanges;
}

/** `values` are what was filled in for the side. Where it listens, the comparison of answers knows by itself. */
export function ownPlacesOf(values: Placeholders): OwnPlaces {
  const { port: _, ...others } = values;
  const inAnswer = namer(others);
  const inRow = namer(values);
  return {
    exchange: (exchange) => {
      const { outcome } = exchange;
      if (outcome.kind !== "answer" || outcome.body.kind !== "text") return exchange;
      return { ...exchange, outcome: { ...outcome, body: { kind: "text", text: inAnswer(outcome.body.text) } } };
    },
    changes: (changes) => {
      if (changes.kind !== "changes") return changes;
      const row = (stored: StoredRow): StoredRow => stored.map((value) => renamed(value, inRow));
      return {
        kind: "changes",
        tables: changes.tables.map(({ inserted, updated, deleted, ...table }) => ({
          ...table,
          inserted: inserted.map(row),
          updated: updated.map(({ before, after }) => ({ before: row(before), after: row(after) })),
          deleted: deleted.map(row),
        })),
      };
    },
  };
}

function namer(values: Placeholders): (given: string) => string {
  const named = new Map<string, string>();
  const patterns: string[] = [];
  const add = (text: string, name: string, pattern: string): void => {
    if (named.has(text)) return;
    named.set(text, `\${${name}}`);
    patterns.push(pattern);
  };
  for (const [name, value] of longestFirst(values)) {
    if (isPort(name)) {
      add(value, name, `(?<=\\b(?:127\\.0\\.0\\.1|localhost|0\\.0\\.0\\.0):|\\[::1?\\]:)${value}(?!\\d)`);
    } else if (isPlace(name)) add(value, name, escapePattern(value));
  }
  if (patterns.length === 0) return (given) => given;
  const pattern = new RegExp(patterns.join("|"), "g");
  return (given) => given.replace(pattern, (found) => named.get(found) ?? found);
}

function renamed(value: StoredValue, text: (given: string) => string): StoredValue {
  if (typeof value === "string") return text(value);
  const isJson = typeof value === "object" && value?.kind === "json";
  return isJson ? { kind: "json", text: text(value.text) } : value;
}

function isPort(name: string): boolean {
  return name === "port" || /^service:.*\.port$/.test(name);
}

/** Both sides have the other parts of a database's address in common. */
function isPlace(name: string): boolean {
  return name === "data" || name === "database" || name === "database.url" || name.startsWith("stub:");
}

function longestFirst(values: Placeholders): readonly (readonly [name: string, value: string])[] {
  return Object.entries(values).toSorted(([, one], [, other]) => other.length - one.length);
}
