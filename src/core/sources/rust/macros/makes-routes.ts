const MAKES_ROUTES =
  /\.\s*(?:route|nest|merge|routes|api_route|route_service)\s*\(|\brouting::|\b(?:get|post|put|patch|delete|any)\s*\(/;

/** Whether the body of a macro's rule visibly declares routes. */
export function makesRoutes(body: string): boolean {
  return MAKES_ROUTES.test(body);
}
