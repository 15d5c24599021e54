import * as vscode from "vscode";

import { MASK } from "#core/model/mask.ts";

const KEY = "portolan.secrets";

/** The values of `${secret:NAME}` that the user gave, in the editor's secret storage. */
export class KeptSecrets {
  readonly #storage: vscode.SecretStorage;
  #values: Readonly<Record<string, string>> = {};

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
  }

  /** All of them, by name. */
  async all(): Promise<Readonly<Record<string, string>>> {
    const kept: unknown = JSON.parse((await this.#storage.get(KEY)) ?? "{}");
    const entries = Object.entries(Object(kept) as object).filter((each): each is [string, string] => {
      return typeof each[1] === "string";
    });
    this.#values = Object.fromEntries(entries);
    return this.#values;
  }

  /** Asks for each, and keeps what is given. False where the user leaves one out. */
  async askFor(names: readonly string[]): Promise<boolean> {
    for (const name of names) {
      const value = await vscode.window.showInputBox({
        title: `Portolan: the secret ${name}`,
        prompt: `It stands for \${secret:${name}}, goes to the servers under test, and is kept in the editor's secret storage.`,
        password: true,
        ignoreFocusOut: true,
      });
      if (value === undefined || value === "") return false;
      await this.#storage.store(KEY, JSON.stringify({ ...(await this.all()), [name]: value }));
    }
    return true;
  }

  /** Forgets all of them. */
  async forget(): Promise<void> {
    await this.#storage.delete(KEY);
    this.#values = {};
  }

  /** A text without them: messages to the language server carry them. */
  masked(text: string): string {
    return Object.values(this.#values).reduce(
      (shown, value) => shown.replaceAll(value, MASK).replaceAll(JSON.stringify(value).slice(1, -1), MASK),
      text,
    );
  }
}
