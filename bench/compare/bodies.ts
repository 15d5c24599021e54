/** One row of a made-up answer, some 200 bytes as JSON. */
export interface Row {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly created_at: string;
  readonly tags: readonly string[];
  readonly stats: { readonly cpu: number; readonly memory: number; readonly uptime: number };
  readonly active: boolean;
  readonly note: string | null;
}

/** The same rows each time, so that two runs measure the same. */
export function rowsOf(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, at) => rowOf(at));
}

function rowOf(at: number): Row {
  return {
    id: 9_000_000_000 + at,
    name: `node-${at}`,
    kind: ["worker", "gateway", "store"][at % 3] ?? "worker",
    created_at: `2024-01-${String((at % 28) + 1).padStart(2, "0")}T12:${String(at % 60).padStart(2, "0")}:00.${String(at % 1000).padStart(3, "0")}Z`,
    tags: [`zone-${at % 7}`, `rack-${at % 113}`],
    stats: { cpu: ((at * 7919) % 10_007) / 100, memory: (at * 104_729) % 1_000_003, uptime: at * 13 },
    active: at % 5 !== 0,
    note: at % 11 === 0 ? "ünder maintenance" : null,
  };
}

/** The rows with one more at the front and `changes` values changed, spread evenly. */
export function shiftedAndChanged(rows: readonly Row[], changes: number): readonly Row[] {
  const step = Math.floor(rows.length / changes);
  const changed = rows.map((row, at) => (at % step === step >> 1 ? { ...row, name: `${row.name}!` } : row));
  return [{ ...rowOf(0), id: 1 }, ...changed];
}

/** Two arrays that make an array strategy work hardest, as JSON. */
export interface ArrayPair {
  readonly name: string;
  readonly make: (size: number) => readonly [python: string, rust: string];
}

const numbers = (size: number): readonly number[] => Array.from({ length: size }, (_, at) => at);

/** A fixed shuffle: each position goes to another, far away (a step that has no factor in common with the size). */
function shuffled<Value>(list: readonly Value[]): readonly Value[] {
  const step = 7919;
  return list.map((_, at) => list[(at * step + 13) % list.length]).filter((value) => value !== undefined);
}

/** The worst cases: by identity, by equality, by likeness, and in order. */
export const ARRAY_PAIRS: readonly ArrayPair[] = [
  {
    name: "by id, shuffled, each changed",
    make: (size) => {
      const list = numbers(size).map((id) => ({ id, a: id * 3, b: `n${id}` }));
      return [JSON.stringify(list), JSON.stringify(shuffled(list.map((one) => ({ ...one, a: -1 }))))];
    },
  },
  {
    name: "by equality, shuffled",
    make: (size) => {
      const list = numbers(size).map((at) => `element ${at}`);
      return [JSON.stringify(list), JSON.stringify(shuffled(list))];
    },
  },
  {
    name: "by equality, ten values repeated",
    make: (size) => {
      const list = numbers(size).map((at) => (at * 7919) % 10);
      return [JSON.stringify(list), JSON.stringify(list.map((one) => (one * 3 + 1) % 10))];
    },
  },
  {
    name: "by likeness, each changed, one gone",
    make: (size) => {
      const list = numbers(size).map((at) => ({ host: `h${at}`, level: at * 7, ok: true }));
      return [JSON.stringify(list), JSON.stringify(list.slice(1).map((one) => ({ ...one, ok: false })))];
    },
  },
  {
    name: "in order, nothing in common",
    make: (size) => {
      const list = numbers(size).map((at) => ({ v: at, w: -at }));
      return [JSON.stringify(list), JSON.stringify(list.map(({ v }) => ({ v: v + size, w: v + 2 * size })))];
    },
  },
];
