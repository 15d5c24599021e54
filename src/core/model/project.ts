import type { AttachedServer } from "./attached.ts";
import type { DatabaseEngine } from "./databases/database-engine.ts";
import type { EndpointKey, Side } from "./endpoint.ts";
import type { GateSettings } from "./gates/gate-settings.ts";
import type { Identity } from "./identity.ts";
import { matchesEndpoint, type EndpointPattern } from "./rules/endpoint-pattern.ts";
import type { Rule } from "./rules/rule.ts";
import type { DifferenceSettings } from "./rules/severity-policy.ts";
import type { ServiceSettings } from "./service.ts";
import type { StubSettings } from "./stub.ts";

/** A host as the system resolves it, and a port. */
export interface NetworkAddress {
  readonly host: string;
  readonly port: number;
}

/** How one of the two servers is built and started. Commands are run by the shell in `folder`; `${port}` and `${database}` are filled in at the start. */
export interface ServerSettings {
  /** Relative to the project file. */
  readonly folder: string;
  readonly build?: string;
  /** Finds mistakes sooner than `build`, before it. */
  readonly check?: string;
  /** Absent where the server is attached. */
  readonly start?: string;
  /** The server that somebody else runs, in place of one that is started. */
  readonly attach?: AttachedServer;
  /** A path that answers 2xx once the server is up. */
  readonly ready: string;
  readonly environment: Readonly<Record<string, string>>;
  /** It keeps state outside its database, so that it is started again after each case that may have written. */
  readonly restart?: "per write";
  /** How long it may take to be ready; a minute where it is not said. */
  readonly startLimitMs?: number;
  /** The caller's variables that the running server gets too; of the others only those that any program needs. */
  readonly inherit?: readonly string[];
  /** What the running server gets in place of the `.env` files that it would read; absent where the project file does not say. */
  readonly environmentFile?: { readonly kind: "none" } | { readonly kind: "file"; readonly path: string };
  /** What the running server can reach besides its own loopback; absent where it can reach all that we can. */
  readonly reach?: readonly NetworkAddress[];
  /** A command that prints the server's OpenAPI document. */
  readonly export?: string;
}

/** What keeps the servers' state, and where it runs. */
export interface EngineSettings {
  readonly engine: DatabaseEngine;
  /** The PostgreSQL server in which databases are made; absent where one of our own is started. */
  readonly url?: string;
}

export interface DatabaseSettings extends EngineSettings {
  /** Where the file lies in the folder for files, which is made then; absent where it lies elsewhere. SQLite only. */
  readonly inData?: string;
  /** What both sides begin with, relative to the project file: an SQLite database, a `.sql` file, or a dump of PostgreSQL. */
  readonly base?: string;
  /** A shell command that makes tables: it runs in a server's folder and environment, Python's where `preparedBy` does not say another. */
  readonly prepare?: string;
  readonly preparedBy?: Side;
  /** The side whose server makes tables when it starts first. */
  readonly madeBy?: Side;
  /** A folder of `.sql` files, applied in the order of their names. */
  readonly migrations?: string;
  /** A `.sql` file. */
  readonly seed?: string;
  /** A case file with one scenario, which is sent to the server of `preparedBy` and fills its database last. */
  readonly scenario?: string;
  /** Why what the two servers write is not compared; absent where it is. */
  readonly effectsNotCompared?: string;
  /** Why a server need not be seen to use the database that we made; absent where it must be. */
  readonly useNotChecked?: string;
  /** Database files besides ours that a server may write to, relative to the project file. */
  readonly alsoWritten?: readonly string[];
  /** How long no database may be written to before effects are compared; for servers that write after their answer. */
  readonly quietMs?: number;
}

/** The folder that each side gets for files, `${data}`. */
export interface DataSettings {
  /** What both sides' folders begin with, relative to the project file; empty where it is not said. */
  readonly base?: string;
  /** Why what the two servers write into it is not compared; absent where it is. */
  readonly notCompared?: string;
}

export interface Milestone {
  readonly name: string;
  readonly endpoints: readonly EndpointKey[];
}

/** An endpoint that stays with Python on purpose. */
export interface KeptEndpoint {
  readonly endpoint: EndpointKey;
  readonly reason: string;
}

/** A header that is compared besides those that always are. */
export interface FurtherHeader {
  /** In lower case. */
  readonly name: string;
  /** Where it is compared; everywhere where it is not said. */
  readonly endpoint?: EndpointPattern;
}

/** What `portolan.yaml` says, checked. All paths are relative to its folder. */
export interface Project {
  readonly file: string;
  /** Absent where there is none: endpoints are then those of the two sides. */
  readonly contract?: string;
  readonly servers: Readonly<Record<Side, ServerSettings>>;
  readonly database: DatabaseSettings;
  /** Where each side has a database of its own sort; `database` is Python's then. */
  readonly databases?: Readonly<Record<Side, DatabaseSettings>>;
  /** Absent where no server is given the folder. */
  readonly data?: DataSettings;
  /** In the order in which they are started. */
  readonly services?: readonly ServiceSettings[];
  readonly stubs?: readonly StubSettings[];
  /** Who sends requests; the first one where nothing says who. */
  readonly identities?: readonly Identity[];
  /** Folder of case files. */
  readonly cases?: string;
  /** Cases are made up too, from what endpoints take. */
  readonly isGeneratingCases?: true;
  readonly milestones: readonly Milestone[];
  readonly rules: readonly Rule[];
  /** What differences do, where the usual is not wanted. */
  readonly differences?: DifferenceSettings;
  readonly headers?: readonly FurtherHeader[];
  /** How long an answer may take; 30 seconds where it is not said. */
  readonly caseLimitMs?: number;
  /** An answer with a larger body ends its case as `failed`. */
  readonly bodyLimitBytes?: number;
  readonly notMigrated: readonly KeptEndpoint[];
  readonly gates?: GateSettings;
}

/** The names of the further headers that are compared at one endpoint. */
export function headersFor({ headers = [] }: Project, endpoint: EndpointKey): readonly string[] {
  return headers
    .filter((each) => each.endpoint === undefined || matchesEndpoint(each.endpoint, endpoint))
    .map(({ name }) => name);
}
