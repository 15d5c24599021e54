import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

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

  /** The end of every log of the services. */
  logs(): string {
    const folder = join(this.prefix, "logs");
    const names = readdirSync(this.prefix).includes("logs") ? readdirSync(folder) : [];
    return names.map((name) => `\n${name}:\n${readFileSync(join(folder, name), "utf8").slice(-2000)}`).join("");
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

/** The processes of a group, with the command that each runs. */
export function processesOf(group: number): readonly { readonly pid: number; readonly program: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(join("/proc", name, "stat"), "utf8");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const program = readFileSync(join("/proc", name, "cmdline"), "utf8")
          .replaceAll("\0", " ")
          .trim();
        return Number(fields[2]) === group && fields[0] !== "Z" ? [{ pid: Number(name), program }] : [];
      } catch {
        // It has ended since the folder was read.
        return [];
      }
    });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
