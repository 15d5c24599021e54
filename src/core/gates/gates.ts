import { assetsGate } from "./assets/assets-gate.ts";
import { clientGate } from "./client/client-gate.ts";
import { contractGate } from "./contract/contract-gate.ts";
import { cutoverGate } from "./cutover/cutover-gate.ts";
import { releaseGate } from "./release/release-gate.ts";
import { schemaGate } from "./schema/schema-gate.ts";
import type { Gate } from "./gate.ts";

/** All gates, in the order in which they run. */
export const GATES: readonly Gate[] = [contractGate, clientGate, schemaGate, assetsGate, cutoverGate, releaseGate];
