import { Text } from '@mantine/core';
import { Chart } from './chart.tsx';
import classes from './charts.module.css';
import { niceMaximum } from './scale.ts';

interface LineChartProps {
  readonly times: readonly Date[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

const STYLES = [classes.line1, classes.line2, classes.line3, classes.line4];
const LONG_MILLISECONDS = 2 * 86_400_000;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** One line for each of a few series; told apart by dashes as well as by colour. */
export function LineChart({ times, series }: LineChartProps) {
  if (series.length === 0)
    return (
      <Text size="sm" c="dimmed">
        As soon as an integration calls, its line appears here.
      </Text>
    );
  const span = (times.at(-1)?.getTime() ?? 0) - (times[0]?.getTime() ?? 0);
  return (
    <Chart
      label={`Calls by integration: ${series.map(({ name, values }) => `${name} ${sumOf(values)}`).join(', ')}`}
      maximum={niceMaximum(series.flatMap((entry) => entry.values))}
      times={times}
      isDaily={span > LONG_MILLISECONDS}
      legend={series.map(({ name }, index) => ({
        name,
        sign: (
          <svg width="22" height="10" aria-hidden="true">
            <line x1="0" x2="22" y1="5" y2="5" className={STYLES[index]} />
          </svg>
        ),
      }))}
      draw={({ x, y }) =>
        series.map(({ name, values }, index) => (
          <polyline
            key={name}
            className={STYLES[index]}
            points={values.map((value, at) => `${x(at, times.length)},${y(value)}`).join(' ')}
          />
        ))
      }
    />
  );
}
