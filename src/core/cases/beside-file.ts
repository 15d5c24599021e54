/** A name as it is written in a file, seen from the project's folder: `("cases/a.yaml", "../files/dot.png")` → `files/dot.png` */
export function besideFile(file: string, name: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of name.split("/")) {
    if (part === "..") {
      // Above the project's folder the dots stay.
      if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else parts.push(part);
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return name.startsWith("/") ? name : parts.join("/");
}
