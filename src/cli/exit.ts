/** Exit codes of `portolan`; nothing compared counts as could not run. */
export const EXIT = { clean: 0, findings: 1, couldNotRun: 2 } as const;
