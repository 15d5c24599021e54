import type { Window } from "../../scripts/vscode/window.ts";

/** Switches run on save on for all tests; where there are several profiles, the first one. */
export async function startRunOnSave({
  runCommand,
  quickInput,
  closeNotifications,
}: Pick<Window, "runCommand" | "quickInput" | "closeNotifications">): Promise<void> {
  await runCommand("Test: Start Continuous Run");
  await quickInput.accept().catch(() => undefined);
  await closeNotifications();
}
