import type { Router } from "./values.ts";

/** Routers that calls which are remembered gave to others. */
const given = new WeakSet<Router>();
/** Those of them whose entries others read, or put into routers of their own. */
const lookedInto = new WeakSet<Router>();

export function handOver(router: Router): void {
  given.add(router);
}

/** Is told of a router before its entries are read by code that is followed. */
export function lookInto(router: Router): void {
  if (given.has(router)) lookedInto.add(router);
}

/** To whom it only is a router, another one may take its place. */
export function isLookedInto(router: Router): boolean {
  return lookedInto.has(router);
}
