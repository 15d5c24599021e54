import { useState } from "preact/hooks";
import { api, readReason, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useEvents } from "../api/use-events.ts";
import { useNodes } from "../api/use-nodes.ts";
import { formatTime } from "../format.ts";
import { FormDialog } from "../parts/form-dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { readText } from "../parts/read-text.ts";
import { RowButton, Table } from "../parts/table.tsx";

type Output = Schemas["Output"];

/** The outputs, with how they are; they can be switched, and what they were told before is shown. */
export function OutputsPage() {
  const { nameOf } = useNodes();
  const { data, problem, reload } = useAnswer(() => api.GET("/api/outputs"), []);
  useEvents(reload);
  const [refusal, setRefusal] = useState<string>();
  const [dimmed, setDimmed] = useState<Output>();
  const [shown, setShown] = useState<Output>();
  const tell = async (output: Output, command: Schemas["Action"]) => {
    const { error } = await api.POST("/api/outputs/{output_id}/commands", {
      params: { path: { output_id: output.id } },
      body: { command },
    });
    reload();
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <>
      <Problem text={refusal ?? problem} />
      {data && (
        <Table
          label="Outputs"
          rows={data}
          columns={[
            { title: "Name", cell: ({ name }) => name },
            { title: "Node", cell: (output) => nameOf(output.node_id) },
            { title: "Kind", cell: ({ kind }) => kind },
            { title: "Level", cell: (output) => <Level output={output} /> },
          ]}
          actions={(output) => (
            <>
              {!output.is_locked && (
                <RowButton
                  label={output.level > 0 ? "Switch off" : "Switch on"}
                  of={output.name}
                  onClick={() => void tell(output, { action: output.level > 0 ? "off" : "on" }).then(setRefusal)}
                />
              )}
              {!output.is_locked && output.kind === "dimmer" && (
                <RowButton label="Set" of={output.name} onClick={() => setDimmed(output)} />
              )}
              <RowButton label="History" of={output.name} onClick={() => setShown(output)} />
            </>
          )}
        />
      )}
      {shown && <Commands key={`${shown.id} ${data?.find(({ id }) => id === shown.id)?.updated_at}`} output={shown} />}
      {dimmed && (
        <FormDialog
          title={`Set ${dimmed.name}`}
          onSave={(form) => tell(dimmed, { action: "set", level: Number(readText(form, "level")) })}
          onClose={() => setDimmed(undefined)}
        >
          <label>
            Level in percent
            <input name="level" type="number" required min={0} max={100} defaultValue={dimmed.level} />
          </label>
        </FormDialog>
      )}
    </>
  );
}

function Level({ output }: { readonly output: Output }) {
  return (
    <span class="mark">
      <span class={`dot ${output.level > 0 ? "online" : "offline"}`} aria-hidden="true" />{" "}
      {output.kind === "dimmer" && output.level > 0 ? `${output.level} %` : output.level > 0 ? "on" : "off"}
      {output.is_locked && <span class="quiet"> (locked)</span>}
    </span>
  );
}

function Commands({ output }: { readonly output: Output }) {
  const { data, problem } = useAnswer(
    () =>
      api.GET("/api/outputs/{output_id}/commands", {
        params: { path: { output_id: output.id }, query: { limit: 10 } },
      }),
    [output.id],
  );
  return (
    <>
      <h2 class="below">What {output.name} was told last</h2>
      <Problem text={problem} />
      {data && (
        <Table
          label={`Commands of ${output.name}`}
          rows={data.items}
          columns={[
            { title: "When", cell: (command) => formatTime(command.created_at) },
            { title: "Command", cell: ({ action }) => action },
            { title: "Level after it", cell: ({ level }) => `${level} %`, isNumber: true },
          ]}
        />
      )}
    </>
  );
}
