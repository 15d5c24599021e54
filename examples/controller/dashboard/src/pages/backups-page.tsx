import { useState } from "preact/hooks";
import { api, readReason, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNodes } from "../api/use-nodes.ts";
import { formatBytes, formatTime } from "../format.ts";
import { Confirmation } from "../parts/confirmation.tsx";
import { FormDialog } from "../parts/form-dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { readText } from "../parts/read-text.ts";
import { RowButton, Table } from "../parts/table.tsx";

type Node = Schemas["Node"];
type Backup = Schemas["Backup"];

/** The backups of a node; they are made, downloaded and restored here. */
export function BackupsPage() {
  const { nodes } = useNodes();
  const [chosen, setChosen] = useState<string>();
  const node = nodes.find(({ id }) => id === chosen) ?? nodes[0];
  return (
    <>
      <div class="tools">
        <label>
          Node{" "}
          <select value={node?.id} onChange={(event) => setChosen(event.currentTarget.value)}>
            {nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {node && <BackupsOf key={node.id} node={node} />}
    </>
  );
}

function BackupsOf({ node }: { readonly node: Node }) {
  const params = { path: { node_id: node.id } };
  const { data, problem, reload } = useAnswer(() => api.GET("/api/nodes/{node_id}/backups", { params }), [node.id]);
  const [isMaking, setIsMaking] = useState(false);
  const [restored, setRestored] = useState<Backup>();
  const make = async (form: FormData) => {
    const { error } = await api.POST("/api/nodes/{node_id}/backups", {
      params,
      body: { label: readText(form, "label") },
    });
    reload();
    return error === undefined ? undefined : readReason(error);
  };
  const restore = async ({ id }: Backup) => {
    const { error } = await api.POST("/api/backups/{backup_id}/restore", { params: { path: { backup_id: id } } });
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <>
      <div class="tools end">
        <button type="button" onClick={() => setIsMaking(true)}>
          Make a backup
        </button>
      </div>
      <Problem text={problem} />
      {data && (
        <Table
          label={`Backups of ${node.name}`}
          rows={data}
          columns={[
            { title: "Made", cell: (backup) => formatTime(backup.created_at) },
            { title: "Label", cell: ({ label }) => label },
            { title: "Size", cell: (backup) => formatBytes(backup.size_bytes), isNumber: true },
          ]}
          actions={(backup) => (
            <>
              <a class="button" href={`/api/backups/${backup.id}/content`} download={`${node.name}.json`}>
                Download<span class="unseen"> {backup.label || formatTime(backup.created_at)}</span>
              </a>
              <RowButton label="Restore" of={backup.label} onClick={() => setRestored(backup)} />
            </>
          )}
        />
      )}
      {isMaking && (
        <FormDialog title={`Back ${node.name} up`} action="Make" onSave={make} onClose={() => setIsMaking(false)}>
          <label>
            Label
            <input name="label" maxLength={64} />
          </label>
        </FormDialog>
      )}
      {restored && (
        <Confirmation
          question={`Bring ${node.name} back to ${formatTime(restored.created_at)}?`}
          action="Restore"
          onConfirm={() => restore(restored)}
          onClose={() => setRestored(undefined)}
        />
      )}
    </>
  );
}
