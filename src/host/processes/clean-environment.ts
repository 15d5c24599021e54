import { existsSync } from "node:fs";
import { join } from "node:path";

import { isForUsAlone } from "./environment.ts";

/** What any program needs: where programs are, and the language and time zone in which it speaks. */
const FOR_ALL = /^(?:PATH|LANG|LANGUAGE|LC_[A-Z_]+|TZ)$/;

/**
 * Where toolchains keep what a server is started with. With a HOME of its own a server would not find them, so that a
 * variable that the caller has not set is filled with the first of these folders, below the real HOME, that exists.
 * Only names that hold a folder or a version stand here, no name that could hold a key.
 */
const TOOLCHAINS: Readonly<Record<string, readonly string[]>> = {
  CARGO_HOME: [".cargo"],
  RUSTUP_HOME: [".rustup"],
  RUSTUP_TOOLCHAIN: [],
  LD_LIBRARY_PATH: [],
  DYLD_LIBRARY_PATH: [],
  DYLD_FALLBACK_LIBRARY_PATH: [],
  // pip install --user
  PYTHONUSERBASE: [".local"],
  PYTHONPATH: [],
  VIRTUAL_ENV: [],
  CONDA_PREFIX: [],
  PYENV_ROOT: [".pyenv"],
  PYENV_VERSION: [],
  UV_CACHE_DIR: [".cache/uv"],
  UV_PYTHON_INSTALL_DIR: [".local/share/uv/python"],
  UV_TOOL_DIR: [".local/share/uv/tools"],
  UV_PROJECT_ENVIRONMENT: [],
  UV_PYTHON: [],
  POETRY_HOME: [],
  POETRY_CACHE_DIR: ["Library/Caches/pypoetry", ".cache/pypoetry"],
  POETRY_VIRTUALENVS_PATH: [],
  // pipenv
  WORKON_HOME: [".local/share/virtualenvs"],
  PDM_CACHE_DIR: ["Library/Caches/pdm", ".cache/pdm"],
  HATCH_DATA_DIR: ["Library/Application Support/hatch", ".local/share/hatch"],
  RYE_HOME: [".rye"],
  ASDF_DIR: [],
  ASDF_DATA_DIR: [".asdf"],
  MISE_DATA_DIR: [".local/share/mise"],
};

export interface CleanEnvironmentOptions {
  /** The variables that we were started with. */
  readonly caller: NodeJS.ProcessEnv;
  /** The user's real home, absolute. */
  readonly realHome: string;
}

/** The variables of the caller that a server gets, and the names of those that it does not get. HOME is not among them. */
export function cleanEnvironment({ caller, realHome }: CleanEnvironmentOptions): {
  readonly environment: Readonly<Record<string, string>>;
  readonly withheld: readonly string[];
} {
  const isPassed = (name: string): boolean => FOR_ALL.test(name) || Object.hasOwn(TOOLCHAINS, name);
  const set = Object.entries(caller).filter(([name]) => !isForUsAlone(name));
  const passed = Object.fromEntries(set.filter(([name]) => isPassed(name)));
  const found = Object.entries(TOOLCHAINS).flatMap(([name, folders]): readonly (readonly [string, string])[] => {
    const folder = folders.map((each) => join(realHome, each)).find((each) => existsSync(each));
    return folder === undefined ? [] : [[name, folder]];
  });
  return {
    environment: definedIn({ ...Object.fromEntries(found), ...passed }),
    withheld: set.flatMap(([name]) => (isPassed(name) ? [] : [name])),
  };
}

/** Those of the caller's variables that are set; what an editor put there for itself is not among them. */
export function callerVariables(caller: NodeJS.ProcessEnv, names: readonly string[]): Readonly<Record<string, string>> {
  return definedIn(
    Object.fromEntries(names.flatMap((name) => (isForUsAlone(name) ? [] : [[name, caller[name]] as const]))),
  );
}

function definedIn(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
