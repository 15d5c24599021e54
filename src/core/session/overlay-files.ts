import type { FileChange } from "#core/model/session.ts";
import type { Files } from "#core/ports.ts";

/** The disk with the editor's open texts before it. */
export interface OverlayFiles extends Files {
  /** Remembers an open text; undefined gives the file back to the disk. */
  open(file: string, text: string | undefined): void;
  /** All open texts. */
  openFiles(): readonly FileChange[];
}

/** Lays open texts over a disk: `read` answers with an open text where there is one. */
export function overlayFiles(disk: Files): OverlayFiles {
  const openTexts = new Map<string, string>();
  return {
    ...disk,
    read: async (file, options) => openTexts.get(file) ?? (await disk.read(file, options)),
    open: (file, text) => {
      if (text === undefined) openTexts.delete(file);
      else openTexts.set(file, text);
    },
    openFiles: () => [...openTexts].map(([file, text]) => ({ file, text })),
  };
}
