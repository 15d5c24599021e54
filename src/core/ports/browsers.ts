/** A request that a page made while it was open. */
export interface BrowsedRequest {
  readonly method: string;
  /** With its origin. */
  readonly url: string;
  /** Absent where no answer came. */
  readonly status?: number;
  /** As the browser says it: `net::ERR_ABORTED`. */
  readonly failure?: string;
  /** What asked for it was of another origin than the server's, so that it was not let through. */
  readonly isHeldBack?: true;
}

/** What a page did until it had come to rest. */
export interface BrowsedPage {
  readonly requests: readonly BrowsedRequest[];
  /** Exceptions that nobody caught, and what the browser itself complained of, each once. */
  readonly complaints: readonly string[];
}

/** A browser of our own, without windows and with an empty profile. */
export interface Browser {
  /** `Chrome/131.0.6778.85` */
  readonly name: string;
  /**
   * Opens a page, as a path on the server, and waits until it asks for nothing more, at most some seconds. Nothing but the server's origin is
   * reached; other requests are told and held back.
   */
  visit(target: string, signal: AbortSignal): Promise<BrowsedPage>;
  dispose(): Promise<void>;
}

export interface Browsers {
  /** For a server on loopback. Undefined where no Chromium is installed: the one that the variable `CHROMIUM` names, or one at the usual places. */
  open(port: number): Promise<Browser | undefined>;
}
