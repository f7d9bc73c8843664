import classes from './charts.module.css';
import { ticks, timeLabel } from './scale.ts';

export const CHART = Object.freeze({ width: 900, height: 256, left: 66, right: 8, top: 18, bottom: 34 });
export const plotWidth = CHART.width - CHART.left - CHART.right;
export const plotHeight = CHART.height - CHART.top - CHART.bottom;
export const yOf = (value: number, maximum: number): number => CHART.top + plotHeight * (1 - value / maximum);

interface AxesProps {
  readonly maximum: number;
  readonly times: readonly Date[];
  readonly isDaily: boolean;
}

/** Lines and labels behind a chart. */
export function Axes({ maximum, times, isDaily }: AxesProps) {
  return (
    <g className={classes.axes}>
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line
            x1={CHART.left}
            x2={CHART.width - CHART.right}
            y1={yOf(share * maximum, maximum)}
            y2={yOf(share * maximum, maximum)}
          />
          <text x={CHART.left - 8} y={yOf(share * maximum, maximum) + 4} textAnchor="end">
            {(share * maximum).toLocaleString('en', { maximumFractionDigits: 1, notation: 'compact' })}
          </text>
        </g>
      ))}
      {ticks(times.length).map((index) => (
        <text
          key={index}
          x={CHART.left + ((index + 0.5) / times.length) * plotWidth}
          y={CHART.height - 8}
          textAnchor="middle"
        >
          {timeLabel(times[index] ?? new Date(), isDaily)}
        </text>
      ))}
    </g>
  );
}
