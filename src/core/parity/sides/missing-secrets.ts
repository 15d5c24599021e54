import { UserError } from "#core/model/user-error.ts";

/** The caller does not have these secrets. `asker` is who asks for them, as a sentence begins. */
export class MissingSecrets extends UserError {
  readonly names: readonly string[];

  constructor(names: readonly string[], asker: string) {
    super(textOf(names, asker));
    this.names = names;
  }
}

function textOf(names: readonly string[], asker: string): string {
  const [first = ""] = names;
  const written = names.map((name) => `\${secret:${name}}`).join(" and ");
  const isOne = names.length === 1;
  return `${asker} asks for ${written}, and the environment that Portolan was started in has no ${names.join(" and no ")}. Set ${isOne ? "it" : "them"} there: ${first}=… portolan check.`;
}
