import { Axes, CHART, plotWidth, yOf } from './axes.tsx';
import classes from './charts.module.css';
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

/** Calls over time, stacked by what became of them. */
export function BarChart({ points, isDaily }: { points: readonly Point[]; isDaily: boolean }) {
  const maximum = niceMaximum(points.map((point) => point.calls));
  const slot = plotWidth / Math.max(1, points.length);
  const total = points.reduce((sum, point) => sum + point.calls, 0);
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${CHART.width} ${CHART.height}`}
        className={classes.chart}
        role="img"
        aria-label={`Calls over time: ${total} in all, at most ${Math.max(0, ...points.map((point) => point.calls))} in one step`}
      >
        <Axes maximum={maximum} times={points.map((point) => point.time)} isDaily={isDaily} />
        {points.map((point, index) => {
          let below = 0;
          return (
            <g key={point.time.getTime()}>
              <title>
                {`${timeLabel(point.time, isDaily)}: ${point.calls} calls, ${point.refused} refused, ${point.errors} errors`}
              </title>
              {PARTS.map((part) => {
                const value = part.of(point);
                const bottom = yOf(below, maximum);
                below += value;
                const top = yOf(below, maximum);
                return (
                  <rect
                    key={part.name}
                    className={part.className}
                    x={CHART.left + index * slot + slot * 0.12}
                    width={slot * 0.76}
                    y={top}
                    height={Math.max(0, bottom - top)}
                  />
                );
              })}
            </g>
          );
        })}
      </svg>
      <figcaption className={classes.legend}>
        {PARTS.map((part) => (
          <span key={part.name}>
            <svg width="11" height="11" aria-hidden="true">
              <rect width="11" height="11" rx="2" className={part.className} />
            </svg>
            {part.name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
