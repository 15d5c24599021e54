interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly minimum: number;
  readonly mean: number;
  readonly maximum: number;
}

const WIDTH = 800;
const HEIGHT = 240;
const LEFT = 64;
const BOTTOM = 28;
const TOP = 8;

/** A line of means with a band from the least to the most; `step` is the time that a point stands for. */
export function Chart(props: {
  readonly label: string;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly points: readonly Point[];
}) {
  const { label, unit, start, end, step, points } = props;
  const [low, high] = widened(
    Math.min(...points.map(({ minimum }) => minimum)),
    Math.max(...points.map(({ maximum }) => maximum)),
  );
  const x = (at: number) => LEFT + ((at + step / 2 - start) / (end - start)) * (WIDTH - LEFT);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - BOTTOM - TOP);
  const along = (values: readonly (readonly [number, number])[]) => values.map(([at, value]) => `${x(at)},${y(value)}`);
  const tops = along(points.map(({ at, maximum }) => [at, maximum]));
  const bottoms = along(points.map(({ at, minimum }) => [at, minimum]));
  const means = along(points.map(({ at, mean }) => [at, mean]));
  const levels = [low, (low + high) / 2, high];
  const times = [start, (start + end) / 2, end];
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {levels.map((level) => (
        <g key={level}>
          <line class="grid" x1={LEFT} x2={WIDTH} y1={y(level)} y2={y(level)} />
          <text x={LEFT - 8} y={y(level) + 4} text-anchor="end">
            {level.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 3 })}
          </text>
        </g>
      ))}
      <text x={LEFT + 6} y={TOP + 12}>
        {unit}
      </text>
      {times.map((time, index) => (
        <text
          key={time}
          x={LEFT + (index / 2) * (WIDTH - LEFT)}
          y={HEIGHT - 6}
          text-anchor={["start", "middle", "end"][index]}
        >
          {new Date(time).toLocaleString("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" })}
        </text>
      ))}
      <polygon class="band" points={[...tops, ...bottoms.toReversed()].join(" ")} />
      <polyline class="mean" points={means.join(" ")} />
      {points.map(({ at, mean }) => (
        <circle key={at} class="point" cx={x(at)} cy={y(mean)} r={3}>
          <title>{`${new Date(at).toLocaleString("en")}: ${mean.toLocaleString("en")} ${unit}`}</title>
        </circle>
      ))}
    </svg>
  );
}

/** A tenth of room above and below; one value alone stands in the middle. */
function widened(low: number, high: number): readonly [number, number] {
  const room = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}
