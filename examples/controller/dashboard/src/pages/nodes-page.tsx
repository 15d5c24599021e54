import { useState } from "preact/hooks";
import { api, readReason, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Confirmation } from "../parts/confirmation.tsx";
import { Pager } from "../parts/pager.tsx";
import { formatBytes, formatTime } from "../format.ts";
import { NodeDialog } from "./node-dialog.tsx";
import { STATUSES, StatusMark } from "./node-status.tsx";

type Node = Schemas["Node"];
type NodeStatus = Schemas["NodeStatus"];

const PAGE_SIZE = 20;

/** The nodes, a page at a time; they can be added, changed and removed. */
export function NodesPage() {
  const [status, setStatus] = useState<NodeStatus>();
  const [offset, setOffset] = useState(0);
  const [edited, setEdited] = useState<Node | "new">();
  const [removed, setRemoved] = useState<Node>();
  const query = { limit: PAGE_SIZE, offset, ...(status && { status }) };
  const { data, problem, reload } = useAnswer(() => api.GET("/api/nodes", { params: { query } }), [status, offset]);
  const remove = async (node: Node) => {
    const { error } = await api.DELETE("/api/nodes/{node_id}", { params: { path: { node_id: node.id } } });
    reload();
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <>
      <div class="tools">
        <label>
          Status{" "}
          <select
            onChange={(event) => {
              setStatus(STATUSES.find((entry) => entry === event.currentTarget.value));
              setOffset(0);
            }}
          >
            <option value="">all</option>
            {STATUSES.map((entry) => (
              <option key={entry}>{entry}</option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => setEdited("new")}>
          Add a node
        </button>
      </div>
      <p class="problem" role="alert">
        {problem}
      </p>
      {data && (
        <>
          <div class="card scroll" tabIndex={0} role="region" aria-label="Nodes">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Status</th>
                  <th scope="col">Address</th>
                  <th scope="col" class="number">
                    Sent
                  </th>
                  <th scope="col">Last seen</th>
                  <th scope="col">
                    <span class="unseen">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((node) => (
                  <tr key={node.id} class={node.is_enabled ? "" : "disabled"}>
                    <th scope="row">{node.name}</th>
                    <td>
                      <StatusMark status={node.status} />
                      {!node.is_enabled && <span class="quiet"> (disabled)</span>}
                    </td>
                    <td>{placeOf(node) ?? <span class="quiet">none</span>}</td>
                    <td class="number">{formatBytes(node.bytes_sent)}</td>
                    <td>{formatTime(node.last_seen_at)}</td>
                    <td class="actions">
                      <button type="button" class="quiet" onClick={() => setEdited(node)}>
                        Edit<span class="unseen"> {node.name}</span>
                      </button>
                      <button type="button" class="quiet" onClick={() => setRemoved(node)}>
                        Remove<span class="unseen"> {node.name}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager offset={offset} size={PAGE_SIZE} total={data.total} onMove={setOffset} />
        </>
      )}
      {edited !== undefined && (
        <NodeDialog
          node={edited === "new" ? undefined : edited}
          onClose={() => {
            setEdited(undefined);
            reload();
          }}
        />
      )}
      {removed && (
        <Confirmation
          question={`Remove the node ${removed.name}?`}
          action="Remove"
          onConfirm={() => remove(removed)}
          onClose={() => setRemoved(undefined)}
        />
      )}
    </>
  );
}

/** Address and port, as a URL has them: an address of IPv6 in brackets. */
function placeOf({ address, agent_port: port }: Node): string | undefined {
  if (address === null || address === undefined) return undefined;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
