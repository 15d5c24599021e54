import { isRecord } from "#core/model/is-record.ts";
import type { PanelMemory, PanelRequest, PanelState } from "#protocol/webview.ts";

/** The extension, as the page sees it. The only file that knows how the two talk. */
export interface Editor {
  readonly send: (request: PanelRequest) => void;
  /** Calls back with each state that the extension shows. Returns the way to stop it. */
  readonly onShow: (listener: (state: PanelState) => void) => () => void;
  /** What `remember` was last told, also before a reload. */
  readonly memory: PanelMemory | undefined;
  readonly remember: (memory: PanelMemory) => void;
}

/** Connects to VS Code. May be called once in a page's life, as `acquireVsCodeApi` may. */
export function connectToEditor(): Editor {
  const api = acquireVsCodeApi();
  const memory = api.getState();
  return {
    send: (request) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window: VS Code takes no origin
      api.postMessage(request);
    },
    onShow: (listener) => {
      const receive = (event: MessageEvent<unknown>): void => {
        if (isShowMessage(event.data)) listener(event.data.state);
      };
      addEventListener("message", receive);
      return () => {
        removeEventListener("message", receive);
      };
    },
    memory: isMemory(memory) ? memory : undefined,
    remember: (kept) => {
      api.setState(kept);
    },
  };
}

/** https://code.visualstudio.com/api/extension-guides/webview#scripts-and-message-passing */
declare function acquireVsCodeApi(): {
  postMessage(message: PanelRequest): void;
  getState(): unknown;
  setState(state: PanelMemory): void;
};

/** The extension is of the same build as the page: what tells a message of its from another's is enough. */
function isShowMessage(value: unknown): value is { readonly state: PanelState } {
  return (
    isRecord(value) && value["kind"] === "show" && isRecord(value["state"]) && Array.isArray(value["state"]["results"])
  );
}

function isMemory(value: unknown): value is PanelMemory {
  return isRecord(value) && typeof value["project"] === "string" && typeof value["endpoint"] === "string";
}
