import { useState } from "preact/hooks";
import { api, readReason, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { formatBytes, formatTime } from "../format.ts";
import { Confirmation } from "../parts/confirmation.tsx";
import { Pager } from "../parts/pager.tsx";
import { Problem } from "../parts/problem.tsx";
import { type Column, RowButton, Table } from "../parts/table.tsx";
import { NodeDialog } from "./node-dialog.tsx";
import { STATUSES, StatusMark } from "./node-status.tsx";

type Node = Schemas["Node"];
type NodeStatus = Schemas["NodeStatus"];

const PAGE_SIZE = 20;

const COLUMNS: readonly Column<Node>[] = [
  { title: "Name", cell: ({ name }) => name },
  {
    title: "Status",
    cell: (node) => (
      <>
        <StatusMark status={node.status} />
        {!node.is_enabled && <span class="quiet"> (disabled)</span>}
      </>
    ),
  },
  { title: "Address", cell: (node) => placeOf(node) ?? <span class="quiet">none</span> },
  { title: "Sent", cell: (node) => formatBytes(node.bytes_sent), isNumber: true },
  { title: "Last seen", cell: (node) => formatTime(node.last_seen_at) },
];

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
      <Problem text={problem} />
      {data && (
        <>
          <Table
            label="Nodes"
            rows={data.items}
            columns={COLUMNS}
            rowClass={(node) => (node.is_enabled ? "" : "disabled")}
            actions={(node) => (
              <>
                <RowButton label="Edit" of={node.name} onClick={() => setEdited(node)} />
                <RowButton label="Remove" of={node.name} onClick={() => setRemoved(node)} />
              </>
            )}
          />
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
