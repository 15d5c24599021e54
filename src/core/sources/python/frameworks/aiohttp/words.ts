import type { FrameworkWords } from "../../values/vocabulary.ts";

/** Words of aiohttp's server. Its client is used in servers of other frameworks, so that the package alone says nothing. */
export const AIOHTTP_WORDS: FrameworkWords = {
  packages: ["aiohttp.web"],
  app: "aiohttp.web.Application",
  appClasses: ["web.Application"],
  routerClasses: ["RouteTableDef"],
  routeClasses: [],
  registering: ["add_routes", "add_subapp", "add_get", "add_post", "add_put", "add_patch", "add_delete", "add_view"],
  own: ["RouteTableDef", "add_subapp", "add_get", "add_post", "add_routes", "run_app"],
  testing: ["aiohttp.test_utils", "aiohttp.pytest_plugin"],
};
