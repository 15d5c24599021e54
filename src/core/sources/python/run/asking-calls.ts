function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** What code is, whoever hands it over: no setting makes it otherwise. */
export const ASKING_CODE: ReadonlySet<string> = new Set(
  words("isinstance issubclass hasattr callable isclass ismodule isfunction ismethod"),
);

/** Of `os.path`. */
const OF_PATHS = words("basename dirname join splitext isdir isfile exists");

/** Functions that change nothing, by their names. */
export const ASKING_FUNCTIONS: ReadonlySet<string> = new Set([
  ...ASKING_CODE,
  ...OF_PATHS,
  ...words("getattr len bool str any all type"),
]);

/** Methods that change nothing: those of a text, a dictionary or a path, and what modules have as functions. */
export const ASKING_METHODS: ReadonlySet<string> = new Set([
  ...ASKING_CODE,
  ...OF_PATHS,
  ...words("startswith endswith strip lstrip rstrip lower upper split rsplit replace removeprefix removesuffix"),
  ...words("get is_dir is_file"),
]);

/** Modules whose functions ask. */
export const ASKING_MODULES: ReadonlySet<string> = new Set(["inspect", "os", "path"]);
