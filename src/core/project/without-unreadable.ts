import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { Files } from "#core/ports.ts";

/**
 * The same files, without those that are there and not read: for whoever looks around and can do without single ones.
 * What is missing in the table is told by whoever reads the sources.
 */
export function withoutUnreadable(files: Files): Files {
  return {
    ...files,
    read: (file, options) => files.read(file, options).catch(undefinedWhereUnreadable),
    list: (folder, endings) => files.list(folder, endings, () => undefined),
    stamp: (file, options) => files.stamp(file, options).catch(undefinedWhereUnreadable),
  };
}

function undefinedWhereUnreadable(error: unknown): undefined {
  if (error instanceof UnreadablePath) return undefined;
  throw error;
}
