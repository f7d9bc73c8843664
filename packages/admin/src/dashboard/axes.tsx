import classes from './charts.module.css';
import type { Plot } from './plot.ts';
import { ticks, timeLabel } from './scale.ts';

interface AxesProps {
  readonly plot: Plot;
  readonly maximum: number;
  readonly times: readonly Date[];
  readonly isDaily: boolean;
}

/** Room that a time label takes. */
const LABEL_PIXELS = 72;

/** Lines and labels behind a chart. */
export function Axes({ plot, maximum, times, isDaily }: AxesProps) {
  const { left, right, width, height, x, y } = plot;
  return (
    <g className={classes.axes}>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line x1={left} x2={right} y1={y(share * maximum)} y2={y(share * maximum)} />
          <text x={left - 8} y={y(share * maximum) + 4} textAnchor="end">
            {(share * maximum).toLocaleString('en', { maximumFractionDigits: 1, notation: 'compact' })}
          </text>
        </g>
      ))}
      {ticks(times.length, Math.floor(width / LABEL_PIXELS)).map((index) => (
        <text key={index} x={x(index, times.length)} y={height - 6} textAnchor="middle">
          {timeLabel(times[index] ?? new Date(), isDaily)}
        </text>
      ))}
    </g>
  );
}
