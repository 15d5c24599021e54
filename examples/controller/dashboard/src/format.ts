/** `1536` → `1.5 KiB`; whole numbers of any size. */
export function formatBytes(bytes: number | bigint): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toLocaleString("en", { maximumFractionDigits: 1 })} ${units[unit]}`;
}

/** `90061` → `1 d 1 h`; the two largest units. */
export function formatDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [Math.floor(seconds) % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count.toLocaleString("en")} ${unit}`)
    .join(" ");
}

/** In the reader's own time zone. */
export function formatTime(time: string | null | undefined): string {
  if (time === null || time === undefined) return "never";
  return new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
