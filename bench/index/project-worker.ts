import { parentPort, workerData } from "node:worker_threads";

import { measureProject } from "./measure-project.ts";

/** A thread that measures the folder of which `workerData` tells, and says how long it took. */
const { folder, edits } = workerData as { readonly folder: string; readonly edits: number };
const port = parentPort;
const times = await measureProject(folder, edits);
port?.postMessage(times);
