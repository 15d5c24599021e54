import { useState } from "preact/hooks";
import { api, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { formatTime } from "../format.ts";
import { Chart } from "../parts/chart.tsx";
import { Problem } from "../parts/problem.tsx";

const DAY_MS = 86_400_000;

/** How far back, and how long each part is of which minimum, mean and maximum are told. */
const RANGES = [
  { name: "day", days: 1, seconds: 3600 },
  { name: "week", days: 7, seconds: 21_600 },
  { name: "month", days: 30, seconds: 86_400 },
] as const;

/** A chart of what a sensor has measured until a day, and the same as a table. */
export function SensorHistory({ sensor, node }: { readonly sensor: Schemas["Sensor"]; readonly node: string }) {
  const [range, setRange] = useState<(typeof RANGES)[number]>(RANGES[0]);
  const [until, setUntil] = useState(() => new Date().toISOString().slice(0, 10));
  const end = new Date(new Date(`${until}T00:00:00Z`).getTime() + DAY_MS);
  const start = new Date(end.getTime() - range.days * DAY_MS);
  const query = { start: start.toISOString(), end: end.toISOString(), interval_seconds: range.seconds };
  const path = { sensor_id: sensor.id };
  const { data, problem } = useAnswer(
    () => api.GET("/api/sensors/{sensor_id}/history", { params: { path, query } }),
    [sensor.id, range, until],
  );
  const buckets = data?.buckets.filter(({ count }) => count > 0) ?? [];
  return (
    <section class="card history" aria-label={`History of ${sensor.name}`}>
      <div class="tools">
        <h2>
          {sensor.name} <span class="quiet">at {node}</span>
        </h2>
        <span class="tools">
          <label>
            Range{" "}
            <select
              onChange={(event) => setRange(RANGES.find(({ name }) => name === event.currentTarget.value) ?? range)}
            >
              {RANGES.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label>
            Until{" "}
            <input
              type="date"
              required
              value={until}
              onChange={(event) => event.currentTarget.validity.valid && setUntil(event.currentTarget.value)}
            />
          </label>
        </span>
      </div>
      <Problem text={problem} />
      {data && buckets.length === 0 && <p class="quiet">Nothing was measured in this time.</p>}
      {buckets.length > 0 && (
        <>
          <Chart
            label={`${sensor.name} in ${sensor.unit}`}
            unit={sensor.unit}
            start={start.getTime()}
            end={end.getTime()}
            step={range.seconds * 1000}
            points={buckets.map((bucket) => ({ ...bucket, at: Date.parse(bucket.start) }))}
          />
          <details>
            <summary>As a table</summary>
            <div class="scroll" tabIndex={0} role="region" aria-label="Values">
              <table>
                <thead>
                  <tr>
                    <th scope="col">From</th>
                    {["Readings", "Least", "Mean", "Most"].map((title) => (
                      <th key={title} scope="col" class="number">
                        {title}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {buckets.map((bucket) => (
                    <tr key={bucket.start}>
                      <th scope="row">{formatTime(bucket.start)}</th>
                      {[bucket.count, bucket.minimum, bucket.mean, bucket.maximum].map((value, index) => (
                        <td key={index} class="number">
                          {value.toLocaleString("en")}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </section>
  );
}
