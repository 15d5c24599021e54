/** The names in a JSON pointer (RFC 6901): `/paths/~1api~1nodes/0` → `paths`, `/api/nodes`, `0` */
export function pointerNames(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A name as a pointer has it (section 3): `/api/nodes` → `~1api~1nodes` */
export function pointerToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The names in a pointer in a URI's fragment (section 6), where signs may be percent-encoded. */
export function fragmentNames(pointer: string): readonly string[] {
  // A slash that is encoded is no separator.
  const parts = pointer.split("/").map((part) => decodeUriPart(part).replaceAll("/", "~1"));
  return pointerNames(parts.join("/"));
}

/** A part of a URI as it reads; a percent sign that encodes nothing stands for itself. */
export function decodeUriPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
