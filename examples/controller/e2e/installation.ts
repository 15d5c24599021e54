import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";

export type Profile = "legacy" | "rust";

/** What `controllerctl status --json` prints. */
export interface Status {
  readonly live: { readonly release: string; readonly profile: Profile };
  readonly previous: { readonly release: string; readonly profile: Profile } | null;
  readonly port: number;
  readonly healthy: boolean;
  readonly units: readonly { readonly name: string; readonly kept: boolean; readonly group: number | null }[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An installation of the tests' own: a folder, two ports that were free, and a controllerctl. */
export class Installation {
  readonly prefix: string;
  readonly port: number;
  readonly corePort: number;
  readonly bundle: string;

  private constructor(folder: string, bundle: string, ports: readonly [number, number]) {
    this.prefix = join(folder, "controller");
    this.bundle = bundle;
    [this.port, this.corePort] = ports;
  }

  static async in(folder: string, bundle: string): Promise<Installation> {
    return new Installation(folder, bundle, [await findFreePort(), await findFreePort()]);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get database(): string {
    return join(this.prefix, "data", "controller.db");
  }

  backups(): readonly string[] {
    const folder = join(this.prefix, "data", "backups");
    return readdirSync(folder).map((name) => join(folder, name));
  }

  /** The process groups that the supervisors of this installation have, live or tried out. */
  groups(): readonly number[] {
    const folder = join(this.prefix, "run");
    const files = readdirSync(folder).filter((name) => name.endsWith(".pid"));
    return files.map((name) => Number.parseInt(readFileSync(join(folder, name), "utf8"), 10));
  }

  /** What `install` and `setup` are told. */
  choices(profile: Profile, bundle = this.bundle): readonly string[] {
    const ports = ["--port", String(this.port), "--core-port", String(this.corePort)];
    return ["--bundle", bundle, "--profile", profile, "--without", "all", ...ports];
  }

  /** Starts the program of the bundle, as whoever has just unpacked it does. */
  start(command: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Started {
    const program = join(this.bundle, "bin", "controllerctl");
    return new Started(
      spawn(program, [command, "--prefix", this.prefix, ...args], {
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  }

  /** Runs a command that has to succeed; returns what it printed. */
  async control(command: string, args: readonly string[] = []): Promise<string> {
    const { code, stdout, stderr } = await this.start(command, args).ended;
    if (code !== 0) throw new Error(`controllerctl ${command} ended with ${code}: ${stderr}${this.logs()}`);
    return stdout;
  }

  /** Runs a command that has to fail; returns its sentence. */
  async refusal(command: string, args: readonly string[] = []): Promise<string> {
    const { code, stdout, stderr } = await this.start(command, args).ended;
    if (code === 0) throw new Error(`controllerctl ${command} should have failed, and said: ${stdout}`);
    return stderr.trim();
  }

  async status(): Promise<Status> {
    const { stdout, stderr } = await this.start("status", ["--json"]).ended;
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout) as Status;
  }

  /** The end of every log of the services, and of the journal. */
  logs(): string {
    const folder = join(this.prefix, "logs");
    const names = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
    const files = [...names, join(this.prefix, "journal.jsonl")].filter((file) => existsSync(file));
    return files.map((file) => `\n${basename(file)}:\n${readFileSync(file, "utf8").slice(-1500)}`).join("");
  }
}

/** A process that was started, with all that it prints. */
export class Started {
  readonly child: ChildProcess;
  /** Settles when the process has ended and all that it printed has been read. */
  readonly ended: Promise<Ended>;
  #stdout = "";
  #stderr = "";

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on("data", (chunk: Buffer) => (this.#stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.ended = once(child, "close").then(([code]) => ({
      code: code as number | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }
}

/**
 * Below the ports that the system gives to outgoing connections: one of those, made to a port where nobody listens yet,
 * may get that very port, reach itself, and keep the server out.
 */
async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await Promise.race([
      once(server, "listening").then(() => true),
      once(server, "error").then(() => false),
    ]).catch(() => false);
    server.close();
    if (isFree) return port;
  }
}
