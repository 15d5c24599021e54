import { useState } from "preact/hooks";
import { api, readReason, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useEvents } from "../api/use-events.ts";
import { formatTime } from "../format.ts";
import { Confirmation } from "../parts/confirmation.tsx";
import { FormDialog } from "../parts/form-dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { readText } from "../parts/read-text.ts";
import { RowButton, Table } from "../parts/table.tsx";

type Candidate = Schemas["Candidate"];

/** What was seen on the network and is no node yet: it is made one, or forgotten. */
export function AdoptionPage() {
  const { data, problem, reload } = useAnswer(() => api.GET("/api/adoption"), []);
  useEvents(reload);
  const [adopted, setAdopted] = useState<Candidate>();
  const [forgotten, setForgotten] = useState<Candidate>();
  const adopt = async ({ mac }: Candidate, form: FormData) => {
    const { error } = await api.POST("/api/adoption/{mac}/adopt", {
      params: { path: { mac } },
      body: { name: readText(form, "name") || null },
    });
    reload();
    return error === undefined ? undefined : readReason(error);
  };
  const forget = async ({ mac }: Candidate) => {
    const { error } = await api.POST("/api/adoption/{mac}/forget", { params: { path: { mac } } });
    reload();
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <>
      <p class="quiet">Seen on the network, and no node yet.</p>
      <Problem text={problem} />
      {data && (
        <Table
          label="Seen on the network"
          rows={data.map((candidate) => ({ ...candidate, id: candidate.mac }))}
          columns={[
            { title: "Host", cell: ({ hostname }) => hostname },
            { title: "Model", cell: ({ model }) => model },
            { title: "Address", cell: ({ address }) => address ?? <span class="quiet">none</span> },
            { title: "Hardware address", cell: ({ mac }) => mac },
            { title: "Seen", cell: (candidate) => formatTime(candidate.seen_at) },
          ]}
          actions={(candidate) => (
            <>
              <RowButton label="Adopt" of={candidate.hostname} onClick={() => setAdopted(candidate)} />
              <RowButton label="Forget" of={candidate.hostname} onClick={() => setForgotten(candidate)} />
            </>
          )}
        />
      )}
      {adopted && (
        <FormDialog
          title={`Adopt ${adopted.hostname}`}
          action="Adopt"
          onSave={(form) => adopt(adopted, form)}
          onClose={() => setAdopted(undefined)}
        >
          <label>
            Name; the host's own without one
            <input name="name" minLength={2} maxLength={64} />
          </label>
        </FormDialog>
      )}
      {forgotten && (
        <Confirmation
          question={`Forget ${forgotten.hostname}? It is not shown again.`}
          action="Forget"
          onConfirm={() => forget(forgotten)}
          onClose={() => setForgotten(undefined)}
        />
      )}
    </>
  );
}
