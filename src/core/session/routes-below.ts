import { type RouteRow, readRoutes } from "#core/index/read-routes.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Files, Readers } from "#core/ports.ts";
import { languages } from "#core/session/languages.ts";

/** All routes that the sources below a folder declare; see `readRoutes`. */
export function routesBelow(
  folder: string,
  given: { readonly files: Files; readonly readers: Readers; readonly sides: readonly Side[] },
): Promise<readonly RouteRow[]> {
  return readRoutes({ ...given, folder, languages });
}
