import { parseExactly } from "./api/exact-json.ts";
import type { Schemas } from "./api/client.ts";

/** The state that a server which renders the page put into it; the static page has none and asks. Given once. */
export function takeFirstState(): Schemas["DashboardState"] | undefined {
  const element = document.querySelector("#first-state");
  element?.remove();
  return element === null ? undefined : (parseExactly(element.textContent) as Schemas["DashboardState"]);
}
