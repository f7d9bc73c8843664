import { Text } from '@mantine/core';
import { Axes, CHART, plotWidth, yOf } from './axes.tsx';
import classes from './charts.module.css';
import { niceMaximum } from './scale.ts';

interface LineChartProps {
  readonly times: readonly Date[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

const STYLES = [classes.line1, classes.line2, classes.line3, classes.line4];

/** One line for each of a few series; told apart by dashes as well as by colour. */
export function LineChart({ times, series }: LineChartProps) {
  if (series.length === 0)
    return (
      <Text size="sm" c="dimmed">
        As soon as an integration calls, its line appears here.
      </Text>
    );
  const maximum = niceMaximum(series.flatMap((entry) => entry.values));
  const x = (index: number): number => CHART.left + ((index + 0.5) / Math.max(1, times.length)) * plotWidth;
  const span = (times.at(-1)?.getTime() ?? 0) - (times[0]?.getTime() ?? 0);
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${CHART.width} ${CHART.height}`}
        className={`${classes.chart} ${classes.half}`}
        role="img"
        aria-label={`Calls by integration: ${series.map((entry) => `${entry.name} ${entry.values.reduce((sum, value) => sum + value, 0)}`).join(', ')}`}
      >
        <Axes maximum={maximum} times={times} isDaily={span > 2 * 86_400_000} />
        {series.map((entry, index) => (
          <polyline
            key={entry.name}
            className={STYLES[index]}
            points={entry.values.map((value, at) => `${x(at)},${yOf(value, maximum)}`).join(' ')}
          />
        ))}
      </svg>
      <figcaption className={classes.legend}>
        {series.map((entry, index) => (
          <span key={entry.name}>
            <svg width="22" height="10" aria-hidden="true">
              <line x1="0" x2="22" y1="5" y2="5" className={STYLES[index]} />
            </svg>
            {entry.name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
