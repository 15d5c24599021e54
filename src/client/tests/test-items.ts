import type * as vscode from "vscode";

import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { CaseView, ProjectView } from "#protocol/lsp.ts";

import { endpointId } from "../endpoint-id.ts";
import type { ProjectStore } from "../project-store.ts";
import type { ServerConnection } from "../server-connection.ts";
import { type TestNode, testNodes } from "./test-nodes.ts";
import { updateItems } from "./update-items.ts";

/** The items of the Test Explorer, kept like the ledger; the cases of an endpoint are there from when they are looked at or run. */
export class TestItems implements vscode.Disposable {
  readonly #controller: vscode.TestController;
  readonly #store: ProjectStore;
  readonly #connection: ServerConnection;
  readonly #cases = new Map<string, readonly CaseView[]>();
  readonly #listening: vscode.Disposable;
  /** The items of an endpoint, one a milestone. */
  #byEndpoint = new Map<string, readonly vscode.TestItem[]>();
  #nodes = new Map<string, TestNode>();
  #roots: readonly TestNode[] = [];
  #seen: readonly ProjectView["ledger"][] = [];

  constructor(controller: vscode.TestController, store: ProjectStore, connection: ServerConnection) {
    this.#controller = controller;
    this.#store = store;
    this.#connection = connection;
    this.#listening = store.onDidChange(() => this.#follow());
    controller.resolveHandler = async (item) => {
      const node = item && this.#nodes.get(item.id);
      if (node?.endpoint !== undefined) await this.resolve(node.project, [node.endpoint]);
    };
    this.#update();
  }

  get collection(): vscode.TestItemCollection {
    return this.#controller.items;
  }

  get roots(): readonly TestNode[] {
    return this.#roots;
  }

  /** None where the endpoint is no test. */
  ofEndpoint(project: string, endpoint: EndpointKey): readonly vscode.TestItem[] {
    return this.#byEndpoint.get(endpointId(project, endpoint)) ?? [];
  }

  /** Makes what is not there yet. */
  ofCase(project: string, { id, name, place, endpoint }: Case): readonly vscode.TestItem[] {
    const key = endpointId(project, endpoint);
    const known = this.#cases.get(key) ?? [];
    if (!known.some((each) => each.id === id)) {
      this.#cases.set(key, [...known, { id, name, place }]);
      this.#update();
    }
    return this.ofEndpoint(project, endpoint).flatMap(
      ({ id: parent, children }) => children.get(`${parent}|${id}`) ?? [],
    );
  }

  /** Has the cases of these endpoints among the items, as they are written now. */
  async resolve(project: ProjectView, endpoints: readonly EndpointKey[]): Promise<void> {
    const cases = await this.#connection.cases({ project: project.uri, endpoints });
    for (const endpoint of endpoints) this.#cases.set(endpointId(project.uri, endpoint), cases[endpoint] ?? []);
    this.#update();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #follow(): void {
    const projects = this.#store.projects();
    const ledgers = projects.map(({ ledger }) => ledger);
    if (ledgers.length === this.#seen.length && ledgers.every((ledger, index) => ledger === this.#seen[index])) return;
    this.#seen = ledgers;
    this.#update();
    for (const project of projects) void this.#resolveAgain(project);
  }

  /** What is written in case files may have changed with the ledger. */
  async #resolveAgain(project: ProjectView): Promise<void> {
    const looked = project.ledger.rows
      .map(({ key }) => key)
      .filter((key) => this.#cases.has(endpointId(project.uri, key)));
    if (looked.length > 0) await this.resolve(project, looked);
  }

  #update(): void {
    const casesOf = (project: string, endpoint: EndpointKey): readonly CaseView[] | undefined =>
      this.#cases.get(endpointId(project, endpoint));
    this.#roots = testNodes(this.#store.projects(), casesOf);
    updateItems(this.#controller, this.#controller.items, this.#roots);
    const nodes = new Map<string, TestNode>();
    const byEndpoint = new Map<string, vscode.TestItem[]>();
    const index = (each: readonly TestNode[], items: vscode.TestItemCollection): void => {
      for (const node of each) {
        const item = items.get(node.id);
        if (item === undefined) continue;
        nodes.set(node.id, node);
        if (node.endpoint !== undefined && node.caseId === undefined) {
          const id = endpointId(node.project.uri, node.endpoint);
          byEndpoint.set(id, [...(byEndpoint.get(id) ?? []), item]);
        }
        index(node.children, item.children);
      }
    };
    index(this.#roots, this.#controller.items);
    this.#nodes = nodes;
    this.#byEndpoint = byEndpoint;
  }
}
