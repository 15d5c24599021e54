import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Json } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { SourceChange } from "#core/model/source-change.ts";
import { UserError } from "#core/model/user-error.ts";
import { writeStub } from "#core/stubs/write-stub.ts";
import { jsonOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import type { ProjectState } from "#core/session/reading.ts";

/** Reads a text as the editor has it, else as the disk has it. */
type Read = (file: string) => Promise<string | undefined>;

/** A Rust handler for an endpoint that only Python has. Throws a UserError where there cannot be one. */
export async function writeStubFor(endpoint: EndpointKey, state: ProjectState, read: Read): Promise<SourceChange> {
  const { project, ledger, sources } = state;
  const row = ledger.rows.find(({ key }) => key === endpoint);
  const route = row?.python[0];
  if (project === undefined || row === undefined || route === undefined || row.rust.length > 0)
    throw new UserError(`${endpoint} is not an endpoint that only the Python server has.`);
  const rust = ledger.rows.flatMap((each) => each.rust);
  const folder = project.servers.rust.folder;
  const [texts, manifests, contract] = await Promise.all([
    textsOf(rust, read),
    manifestsOf(rust[0]?.place.file ?? `${folder}/src/main.rs`, read),
    project.contract === undefined ? undefined : contractOf(project.contract, read),
  ]);
  const question = `${placeText(route.place)} ${route.responseModel ? placeText(route.responseModel.place) : ""}`;
  const answer = await sources.ask("python", `answer ${question}`, (inspector) => inspector.answerModel(route));
  const request = await sources.ask("python", `request ${question}`, (inspector) => inspector.requestModel(route));
  const taken = await sources.ask("python", `taken ${question}`, (inspector) => inspector.takenParameters(route));
  const stub = writeStub({
    row,
    rust,
    texts,
    manifests,
    ...(contract !== undefined && { contract }),
    ...(answer !== undefined && { answer }),
    ...(request !== undefined && { request }),
    ...(taken !== undefined && { taken }),
  });
  if (typeof stub === "string") throw new UserError(stub);
  return stub;
}

/** The files in which routes come about or are answered. */
async function textsOf(routes: readonly Route[], read: Read): Promise<ReadonlyMap<string, string>> {
  const files = new Set(
    routes.flatMap(({ place, steps, handler }) => [
      place.file,
      ...steps.map((step) => step.place.file),
      ...(handler === undefined ? [] : [handler.place.file]),
    ]),
  );
  const all = await Promise.all([...files].map(async (file) => [file, await read(file)] as const));
  return new Map(all.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])));
}

/** The nearest manifest above a file, and those above it. */
async function manifestsOf(file: string, read: Read): Promise<readonly string[]> {
  const parts = file.split("/").slice(0, -1);
  const folders = parts.map((_, at) => parts.slice(0, parts.length - at).join("/"));
  const texts = await Promise.all([...folders.map((folder) => `${folder}/Cargo.toml`), "Cargo.toml"].map(read));
  return texts.filter((text) => text !== undefined);
}

async function contractOf(file: string, read: Read): Promise<Json | undefined> {
  const text = await read(file);
  const root = text === undefined ? undefined : parseJsonTree(file, text).root;
  return root && jsonOf(root);
}
