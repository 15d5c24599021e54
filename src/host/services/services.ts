import type { ServiceKind, ServicePart } from "#core/model/service.ts";
import type { ServiceContent, ServiceContents } from "#core/ports/service-contents.ts";

import { openRedis } from "./redis/redis-content.ts";

/** All that Portolan can look into beside databases. */
const KINDS: Readonly<Record<ServiceKind, (port: number, part: ServicePart) => Promise<ServiceContent | undefined>>> = {
  redis: openRedis,
};

/** Connections to services on loopback; whoever opens one closes it. */
export function createServiceContents(): ServiceContents {
  return { open: (kind, port, part) => KINDS[kind](port, part) };
}
