/** The path that a `file:` URI names, decoded, with `/`; undefined for any other scheme. `file:///a%20b` → `/a b` */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file://")) return undefined;
  const path = decodeURIComponent(
    uri
      .slice("file://".length)
      .replace(/^[^/]*/, "")
      .replace(/[?#].*$/, ""),
  );
  const drive = /^\/([A-Za-z]):/.exec(path);
  return drive?.[1] === undefined ? path : `${drive[1].toLowerCase()}${path.slice(2)}`;
}

/** The `file:` URI of an absolute path, spelt as editors spell it: all but `/` and unreserved characters is encoded. */
export function uriOfPath(path: string): string {
  const absolute = path.startsWith("/") ? path : `/${path}`;
  return `file://${absolute.split("/").map(encodeSegment).join("/")}`;
}

/** The folder that holds a path, without a slash at the end; `/` for what stands there. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** How `path` is reached from `folder`, both absolute. `/a/b`, `/a/c/d` → `../c/d` */
export function relativePath(folder: string, path: string): string {
  const from = folder.split("/").filter((name) => name !== "");
  const to = path.split("/").filter((name) => name !== "");
  const shared = from.findIndex((name, index) => name !== to[index]);
  const common = shared === -1 ? from.length : shared;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/");
}

/** The absolute path of `relative` as seen from `folder`. `/a/b`, `../c` → `/a/c` */
export function joinPath(folder: string, relative: string): string {
  const names = folder.split("/");
  for (const name of relative.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "." && name !== "") names.push(name);
  }
  return names.join("/");
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
