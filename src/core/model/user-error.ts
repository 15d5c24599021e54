/** What the user can put right. The message is a full sentence that says what to do; it is shown as it is, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
