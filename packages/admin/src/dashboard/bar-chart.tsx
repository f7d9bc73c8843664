import { Chart } from './chart.tsx';
import classes from './charts.module.css';
import type { Plot } from './plot.ts';
import { niceMaximum, timeLabel } from './scale.ts';

interface Point {
  readonly time: Date;
  readonly calls: number;
  readonly refused: number;
  readonly errors: number;
}

const PARTS = [
  { name: 'Answered', className: classes.ok, of: (point: Point) => point.calls - point.refused - point.errors },
  { name: 'Refused', className: classes.refused, of: (point: Point) => point.refused },
  { name: 'Errors', className: classes.error, of: (point: Point) => point.errors },
] as const;

const LEGEND = PARTS.map(({ name, className }) => ({
  name,
  sign: (
    <svg width="11" height="11" aria-hidden="true">
      <rect width="11" height="11" rx="2" className={className} />
    </svg>
  ),
}));

/** Calls over time, stacked by what became of them. */
export function BarChart({ points, isDaily }: { points: readonly Point[]; isDaily: boolean }) {
  const calls = points.map((point) => point.calls);
  const total = calls.reduce((sum, value) => sum + value, 0);
  return (
    <Chart
      label={`Calls over time: ${total} in all, at most ${Math.max(0, ...calls)} in one step`}
      maximum={niceMaximum(calls)}
      times={points.map((point) => point.time)}
      isDaily={isDaily}
      legend={LEGEND}
      empty={total === 0 ? 'Nobody has called in this time.' : undefined}
      draw={(plot) =>
        points.map((point, index) => (
          <g key={point.time.getTime()}>
            <title>
              {`${timeLabel(point.time, isDaily)}: ${point.calls} calls, ${point.refused} refused, ${point.errors} errors`}
            </title>
            <Bar plot={plot} point={point} index={index} count={points.length} />
          </g>
        ))
      }
    />
  );
}

interface BarProps {
  readonly plot: Plot;
  readonly point: Point;
  readonly index: number;
  readonly count: number;
}

function Bar({ plot, point, index, count }: BarProps) {
  const width = plot.slot(count) * 0.76;
  let below = 0;
  return PARTS.map((part) => {
    const bottom = plot.y(below);
    below += part.of(point);
    const top = plot.y(below);
    return (
      <rect
        key={part.name}
        className={part.className}
        x={plot.x(index, count) - width / 2}
        width={width}
        y={top}
        height={Math.max(0, bottom - top)}
      />
    );
  });
}
