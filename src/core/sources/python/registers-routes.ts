/** Attributes by whose call routes come to a router. */
const REGISTERS = new Set([
  "include_router",
  "add_api_route",
  "api_route",
  "add_route",
  "route",
  "add_api_websocket_route",
  "add_websocket_route",
  "websocket_route",
  "mount",
]);

/** Whether code, as facts of any kind, visibly registers routes: by such a call, or by what decorates a function. */
export function registersRoutes(code: unknown): boolean {
  if (typeof code !== "object" || code === null) return false;
  if (Array.isArray(code)) return code.some(registersRoutes);
  if ("kind" in code && code.kind === "member" && "name" in code && REGISTERS.has(String(code.name))) return true;
  if ("decorators" in code && Array.isArray(code.decorators) && code.decorators.length > 0) return true;
  return Object.values(code).some(registersRoutes);
}
