/** What browsers take a file of this ending for; the first is the registered one. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  avif: ["image/avif"],
  css: ["text/css"],
  csv: ["text/csv"],
  gif: ["image/gif"],
  html: ["text/html"],
  ico: ["image/vnd.microsoft.icon", "image/x-icon"],
  jpeg: ["image/jpeg"],
  jpg: ["image/jpeg"],
  js: ["text/javascript", "application/javascript"],
  json: ["application/json"],
  map: ["application/json", "application/octet-stream", "text/plain"],
  mjs: ["text/javascript", "application/javascript"],
  mp3: ["audio/mpeg"],
  mp4: ["video/mp4"],
  otf: ["font/otf", "application/x-font-opentype"],
  pdf: ["application/pdf"],
  png: ["image/png"],
  svg: ["image/svg+xml"],
  ttf: ["font/ttf", "application/x-font-ttf", "application/font-sfnt"],
  txt: ["text/plain"],
  wasm: ["application/wasm"],
  webm: ["video/webm"],
  webmanifest: ["application/manifest+json", "application/json"],
  webp: ["image/webp"],
  woff: ["font/woff", "application/font-woff"],
  woff2: ["font/woff2", "application/font-woff2"],
  xml: ["application/xml", "text/xml"],
};

/** The types that fit a file's name, the registered one first; none where the ending is not known. */
export function mediaTypesFor(path: string): readonly string[] {
  return TYPES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ""] ?? [];
}

/** Whether two types are names of one. */
export function isSameType(one: string, other: string): boolean {
  return one === other || Object.values(TYPES).some((names) => names.includes(one) && names.includes(other));
}

/** Whether it is worth to pack such a file: text is, pictures and fonts are packed already. */
export function isPackable(path: string): boolean {
  const [type = ""] = mediaTypesFor(path);
  return /^text\/|json|javascript|xml|wasm/.test(type);
}
