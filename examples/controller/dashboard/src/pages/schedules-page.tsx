import { useMemo, useState } from "preact/hooks";
import { api, readReason, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Confirmation } from "../parts/confirmation.tsx";
import { Problem } from "../parts/problem.tsx";
import { RowButton, Table } from "../parts/table.tsx";
import { DAYS, ScheduleDialog } from "./schedule-dialog.tsx";

type Schedule = Schemas["Schedule"];

const WEEK_MS = 7 * 86_400_000;

/** The schedules, and when they switch in the coming week. */
export function SchedulesPage() {
  const outputs = useAnswer(() => api.GET("/api/outputs"), []);
  const { data, problem, reload } = useAnswer(() => api.GET("/api/schedules"), []);
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<Schedule>();
  const outputOf = (id: string) => outputs.data?.find((output) => output.id === id)?.name ?? "…";
  const remove = async ({ id }: Schedule) => {
    const { error } = await api.DELETE("/api/schedules/{schedule_id}", { params: { path: { schedule_id: id } } });
    reload();
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <>
      <div class="tools end">
        <button type="button" onClick={() => setIsAdding(true)}>
          Add a schedule
        </button>
      </div>
      <Problem text={problem} />
      {data && (
        <Table
          label="Schedules"
          rows={data}
          columns={[
            { title: "Name", cell: ({ name }) => name },
            { title: "Output", cell: (schedule) => outputOf(schedule.output_id) },
            { title: "When", cell: ({ rule }) => describeRule(rule) },
            { title: "Time zone", cell: (schedule) => schedule.time_zone },
            { title: "Level", cell: ({ level }) => `${level} %`, isNumber: true },
          ]}
          rowClass={(schedule) => (schedule.is_enabled ? "" : "disabled")}
          actions={(schedule) => <RowButton label="Remove" of={schedule.name} onClick={() => setRemoved(schedule)} />}
        />
      )}
      <Calendar key={data?.map(({ id }) => id).join(" ") ?? ""} outputOf={outputOf} />
      {isAdding && (
        <ScheduleDialog
          outputs={outputs.data ?? []}
          onClose={() => {
            setIsAdding(false);
            reload();
          }}
        />
      )}
      {removed && (
        <Confirmation
          question={`Remove the schedule ${removed.name}?`}
          action="Remove"
          onConfirm={() => remove(removed)}
          onClose={() => setRemoved(undefined)}
        />
      )}
    </>
  );
}

function Calendar({ outputOf }: { readonly outputOf: (id: string) => string }) {
  const query = useMemo(() => {
    const now = Date.now();
    return { start: new Date(now).toISOString(), end: new Date(now + WEEK_MS).toISOString() };
  }, []);
  const { data, problem } = useAnswer(() => api.GET("/api/calendar", { params: { query } }), []);
  return (
    <>
      <h2 class="below">The coming week</h2>
      <Problem text={problem} />
      {data && (
        <Table
          label="The coming week"
          rows={data
            .slice(0, 50)
            .map((occurrence) => ({ ...occurrence, id: `${occurrence.schedule_id} ${occurrence.at}` }))}
          columns={[
            { title: "There", cell: ({ local }) => local.slice(0, 16).replace("T", " ") },
            {
              title: "Here",
              cell: ({ at }) =>
                new Date(at).toLocaleString("en", {
                  weekday: "short",
                  hour: "2-digit",
                  minute: "2-digit",
                }),
            },
            { title: "Schedule", cell: ({ name }) => name },
            { title: "Output", cell: (occurrence) => outputOf(occurrence.output_id) },
            { title: "Level", cell: ({ level }) => `${level} %`, isNumber: true },
          ]}
        />
      )}
    </>
  );
}

function describeRule(rule: Schemas["Rule"]): string {
  switch (rule.kind) {
    case "weekly":
      return `${rule.days.length === 7 ? "every day" : rule.days.map((day) => DAYS[day - 1]).join(", ")} at ${rule.at}`;
    case "interval":
      return `every ${rule.every_minutes} min`;
  }
}
