/**
 * What an editor or Node itself put into our environment for us alone. A server that inherited it would run inside
 * Electron as Node, load our options, or write to the editor's sockets.
 */
const NOT_INHERITED =
  /^(?:ELECTRON_|VSCODE_|NODE_OPTIONS$|NODE_CHANNEL_FD$|NODE_CHANNEL_SERIALIZATION_MODE$|NODE_UNIQUE_ID$)/;

/** Whether a variable is for us and for no program that we start. */
export function isForUsAlone(name: string): boolean {
  return NOT_INHERITED.test(name);
}

/** Our environment without what is only for us, and with `extra`, which wins. */
export function environmentWith(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !isForUsAlone(name));
  return { ...Object.fromEntries(inherited), ...extra };
}
