/** What the editor is asked to watch on disk: sources, and everything that a project file can name. */
export const WATCHED_PATTERNS: readonly string[] = [
  "**/*.py",
  "**/*.rs",
  "**/*.{yaml,yml}",
  "**/*.json",
  "**/Cargo.toml",
];

/** A folder that goes takes its files with it, and the editor tells only of the folder. */
export const WATCHED_REMOVALS = "**/*";

/** Whether a path that is gone may have been a folder with sources. */
export function mayBeFolder(path: string): boolean {
  return !/\.\w+$/.test(path) && !FOREIGN_FOLDER.test(`${path}/`);
}

/** Folders that a package manager, a build or a tool owns, as `Files.list` leaves them out. */
const FOREIGN_FOLDER = new RegExp(
  String.raw`/(?:\.(?:cache|cargo|git|hg|idea|mypy_cache|nox|pytest_cache|ruff_cache|svn|tox|venv|vscode)|__pycache__|build|dist|node_modules|site-packages|target|venv)/`,
);

const SAVED = /\/\.portolan\/(?:verdicts|never-unasked|contract|gates)\.json$/;

/** Whether a change of this file may concern a project. `path` is absolute. */
export function isWatched(path: string): boolean {
  // A Python package may be called `build`; whether one is cannot be told from its path.
  const told = path.endsWith(".py") ? path.replaceAll(/\/(?:build|dist|target)(?=\/)/g, "") : path;
  if (FOREIGN_FOLDER.test(told)) return false;
  if (path.includes("/.portolan/")) return SAVED.test(path);
  return /\.(?:py|rs|ya?ml|json)$|\/Cargo\.toml$/.test(path);
}
