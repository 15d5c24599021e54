import { useState } from "preact/hooks";
import { api, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useNodes } from "../api/use-nodes.ts";
import { Problem } from "../parts/problem.tsx";
import { RowButton, Table } from "../parts/table.tsx";
import { SensorHistory } from "./sensor-history.tsx";

type Sensor = Schemas["Sensor"];

const KINDS = ["temperature", "level", "voltage"] as const satisfies readonly Schemas["SensorKind"][];

/** The sensors, and what one of them has measured. */
export function SensorsPage() {
  const [kind, setKind] = useState<Schemas["SensorKind"]>();
  const [shown, setShown] = useState<Sensor>();
  const { nameOf } = useNodes();
  const query = kind === undefined ? {} : { kind: [kind] };
  const { data, problem } = useAnswer(() => api.GET("/api/sensors", { params: { query } }), [kind]);
  return (
    <>
      <div class="tools">
        <label>
          Kind{" "}
          <select onChange={(event) => setKind(KINDS.find((entry) => entry === event.currentTarget.value))}>
            <option value="">all</option>
            {KINDS.map((entry) => (
              <option key={entry}>{entry}</option>
            ))}
          </select>
        </label>
      </div>
      <Problem text={problem} />
      {shown && <SensorHistory key={shown.id} sensor={shown} node={nameOf(shown.node_id)} />}
      {data && (
        <Table
          label="Sensors"
          rows={data}
          columns={[
            { title: "Name", cell: ({ name }) => name },
            { title: "Node", cell: (sensor) => nameOf(sensor.node_id) },
            { title: "Kind", cell: (sensor) => sensor.kind },
            { title: "Unit", cell: ({ unit }) => unit },
            { title: "Offset", cell: (sensor) => sensor.calibration_offset ?? "0", isNumber: true },
          ]}
          rowClass={(sensor) => (sensor.is_enabled ? "" : "disabled")}
          actions={(sensor) => <RowButton label="History" of={sensor.name} onClick={() => setShown(sensor)} />}
        />
      )}
    </>
  );
}
