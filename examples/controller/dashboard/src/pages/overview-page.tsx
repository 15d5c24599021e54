import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { api, type Schemas } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useEvents } from "../api/use-events.ts";
import { takeFirstState } from "../first-state.ts";
import { formatBytes, formatDuration, formatTime } from "../format.ts";
import { Problem } from "../parts/problem.tsx";
import { follow } from "../route.ts";
import { STATUSES } from "./node-status.tsx";

const REFRESH_MS = 5000;

/** What there is to know at a glance, kept up to date. */
export function OverviewPage() {
  const first = useMemo(takeFirstState, []);
  const { data, problem, reload } = useAnswer(() => api.GET("/api/dashboard/state"), [], {
    first,
    everyMs: REFRESH_MS,
  });
  useEvents(reload);
  return (
    <>
      <Problem text={problem} />
      {data === undefined ? <p class="quiet">Loading …</p> : <State state={data} />}
    </>
  );
}

function State({ state }: { readonly state: Schemas["DashboardState"] }) {
  const { nodes, last_seen: lastSeen, uptime } = state;
  return (
    <div class="tiles">
      <Tile title="Nodes" value={nodes.total.toLocaleString("en")} wide>
        <div class="bar" aria-hidden="true">
          {STATUSES.map((status) => (
            <span key={status} class={status} style={{ flexGrow: nodes.by_status[status] }} />
          ))}
        </div>
        <ul class="legend">
          {STATUSES.map((status) => (
            <li key={status}>
              <span class={`dot ${status}`} aria-hidden="true" /> {nodes.by_status[status]} {status}
            </li>
          ))}
          <li class="quiet">{nodes.enabled} enabled</li>
        </ul>
      </Tile>
      <Tile title="Last seen" value={lastSeen?.name ?? "nobody yet"}>
        {lastSeen && <time dateTime={lastSeen.at}>{formatTime(lastSeen.at)}</time>}
      </Tile>
      <Tile title="Sent" value={formatBytes(state.bytes_sent_total)}>
        <span title={`${state.bytes_sent_total} bytes`}>by all nodes together</span>
      </Tile>
      <Tile title="Uptime" value={formatDuration(uptime.longest_seconds ?? 0)}>
        longest; {formatDuration(uptime.average_seconds ?? 0)} on average
      </Tile>
      <Tile title="Sensors" value={state.sensors.toLocaleString("en")}>
        <a href="/sensors" onClick={follow}>
          What they measure
        </a>
      </Tile>
      <Tile title="Outputs" value={`${state.outputs.on} of ${state.outputs.total} on`}>
        {state.outputs.locked} locked
      </Tile>
      <Tile title="Never seen" value={state.never_seen.length.toLocaleString("en")}>
        {state.never_seen.join(", ") || "Every node has reported."}
      </Tile>
    </div>
  );
}

function Tile(props: {
  readonly title: string;
  readonly value: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={props.wide ? "card tile wide" : "card tile"} aria-label={props.title}>
      <h2>{props.title}</h2>
      <p class="value">{props.value}</p>
      <div>{props.children}</div>
    </section>
  );
}
