import { api, readReason, type Schemas } from "../api/client.ts";
import { FormDialog } from "../parts/form-dialog.tsx";
import { readText } from "../parts/read-text.ts";
import { STATUSES } from "./node-status.tsx";

type Node = Schemas["Node"];

/** A form for a new node, or for one that there is. What it does not show of a node stays as it is. */
export function NodeDialog({ node, onClose }: { readonly node: Node | undefined; readonly onClose: () => void }) {
  const save = async (form: FormData) => {
    const body = { ...(node && keptFields(node)), ...readFields(form) };
    const { error } =
      node === undefined
        ? await api.POST("/api/nodes", { body })
        : await api.PUT("/api/nodes/{node_id}", { params: { path: { node_id: node.id } }, body });
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <FormDialog title={node === undefined ? "Add a node" : `Edit ${node.name}`} onSave={save} onClose={onClose}>
      <label>
        Name
        <input name="name" required minLength={2} maxLength={64} defaultValue={node?.name} />
      </label>
      <label>
        Status
        <select name="status" defaultValue={node?.status ?? "offline"}>
          {STATUSES.map((status) => (
            <option key={status} selected={status === (node?.status ?? "offline")}>
              {status}
            </option>
          ))}
        </select>
      </label>
      <label>
        Address
        <input name="address" maxLength={253} defaultValue={node?.address ?? ""} />
      </label>
      <label>
        Agent's port
        <input name="agent_port" type="number" required min={1} max={65535} defaultValue={node?.agent_port ?? 9443} />
      </label>
      <label class="check">
        <input name="is_enabled" type="checkbox" defaultChecked={node?.is_enabled ?? true} /> Enabled
      </label>
    </FormDialog>
  );
}

function readFields(form: FormData) {
  const address = readText(form, "address");
  return {
    name: readText(form, "name"),
    status: STATUSES.find((status) => status === form.get("status")) ?? "offline",
    address: address === "" ? null : address,
    agent_port: Number(form.get("agent_port")),
    is_enabled: form.has("is_enabled"),
  };
}

/** A PUT replaces all that a client describes of a node. */
function keptFields({ load_average, uptime_seconds, bytes_sent, last_seen_at, config }: Node) {
  return { load_average, uptime_seconds, bytes_sent, last_seen_at, config };
}
