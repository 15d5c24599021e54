/** Thrown when this machine cannot run what was asked for. The message is one sentence that says what to do; callers print it as it is and exit with 2. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}
