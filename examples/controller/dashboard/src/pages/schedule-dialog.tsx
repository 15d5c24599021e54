import { api, readReason, type Schemas } from "../api/client.ts";
import { FormDialog } from "../parts/form-dialog.tsx";
import { readText } from "../parts/read-text.ts";

/** From the first day of the week, as ISO 8601 counts them. */
export const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** A form for a schedule that switches an output at a time of some days. */
export function ScheduleDialog({
  outputs,
  onClose,
}: {
  readonly outputs: readonly Schemas["Output"][];
  readonly onClose: () => void;
}) {
  const save = async (form: FormData) => {
    const days = DAYS.flatMap((day, index) => (form.has(day) ? [index + 1] : []));
    if (days.length === 0) return "Choose a day at least.";
    const { error } = await api.POST("/api/schedules", {
      body: {
        name: readText(form, "name"),
        output_id: readText(form, "output"),
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        rule: { kind: "weekly", days, at: readText(form, "at") },
        level: Number(readText(form, "level")),
        is_enabled: true,
      },
    });
    return error === undefined ? undefined : readReason(error);
  };
  return (
    <FormDialog title="Add a schedule" onSave={save} onClose={onClose}>
      <label>
        Name
        <input name="name" required maxLength={64} />
      </label>
      <label>
        Output
        <select name="output" required>
          {outputs.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>Days</legend>
        {DAYS.map((day) => (
          <label key={day} class="check">
            <input name={day} type="checkbox" /> {day}
          </label>
        ))}
      </fieldset>
      <label>
        Time
        <input name="at" type="time" required />
      </label>
      <label>
        Level in percent
        <input name="level" type="number" required min={0} max={100} defaultValue={100} />
      </label>
    </FormDialog>
  );
}
