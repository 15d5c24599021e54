import type * as Sqlite from "node:sqlite";

/**
 * Node's SQLite. Loading it prints an ExperimentalWarning in Node 22 and 24, which would stand among a command's output;
 * exactly that one is swallowed. An `import` would load it before any of our code could.
 */
export function loadSqlite(): typeof Sqlite {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const text = typeof warning === "string" ? warning : warning.message;
    if (!text.startsWith("SQLite is an experimental feature"))
      Reflect.apply(emitWarning, undefined, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
