import { writeDriftProject } from "./drift-project.ts";

/** `node scripts/write-drift-project.ts FOLDER`: the example's project file with planted drifts, beside its own. */
writeDriftProject(process.argv[2] ?? ".");
