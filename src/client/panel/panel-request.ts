import { isRecord } from "#core/model/is-record.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { PanelMemory, PanelRequest } from "#protocol/webview.ts";

/** Checks what the page sent; undefined for what is not a request of the protocol. */
export function readPanelRequest(message: unknown): PanelRequest | undefined {
  if (!isRecord(message)) return undefined;
  const { kind, side, caseId, difference, cause } = message;
  switch (kind) {
    case "ready":
    case "run":
      return { kind };
    case "go-to-handler":
      return isSide(side) ? { kind, side } : undefined;
    case "go-to-difference":
      return isSide(side) && typeof caseId === "string" && Number.isSafeInteger(difference)
        ? { kind, side, caseId, difference: Number(difference) }
        : undefined;
    case "ignore-cause":
      return Number.isSafeInteger(cause) ? { kind, cause: Number(cause) } : undefined;
    case "go-to-crash":
      return isSide(side) && typeof caseId === "string" ? { kind, side, caseId } : undefined;
    case "go-to-case":
    case "copy-as-curl":
      return typeof caseId === "string" ? { kind, caseId } : undefined;
    default:
      return undefined;
  }
}

/** Checks what a page of an earlier window kept; undefined for what names no endpoint. */
export function readPanelMemory(state: unknown): PanelMemory | undefined {
  if (!isRecord(state)) return undefined;
  const { project, endpoint } = state;
  if (typeof project !== "string" || typeof endpoint !== "string") return undefined;
  return { project, endpoint: endpoint as EndpointKey };
}

function isSide(value: unknown): value is Side {
  return value === "python" || value === "rust";
}
