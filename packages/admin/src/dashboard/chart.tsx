import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Axes } from './axes.tsx';
import classes from './charts.module.css';
import { type Plot, plotOf } from './plot.ts';

interface ChartProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly maximum: number;
  readonly times: readonly Date[];
  readonly isDaily: boolean;
  readonly legend: readonly { readonly name: string; readonly sign: ReactNode }[];
  /** Said in the middle where there is nothing to draw. */
  readonly empty?: string | undefined;
  readonly draw: (plot: Plot) => ReactNode;
}

/** A chart as wide as its place, so that its letters are of the same size everywhere. */
export function Chart({ label, maximum, times, isDaily, legend, empty, draw }: ChartProps) {
  const { ref, width } = useElementSize();
  const plot = plotOf(width, maximum);
  return (
    <figure className={classes.figure}>
      <div ref={ref} style={{ height: plot.height }}>
        {width > 0 && (
          <svg width={plot.width} height={plot.height} className={classes.chart} role="img" aria-label={label}>
            <Axes plot={plot} maximum={maximum} times={times} isDaily={isDaily} />
            {draw(plot)}
            {empty !== undefined && (
              <text x={plot.width / 2} y={plot.height / 2 - 14} textAnchor="middle" className={classes.empty}>
                {empty}
              </text>
            )}
          </svg>
        )}
      </div>
      <figcaption className={classes.legend}>
        {legend.map(({ name, sign }) => (
          <span key={name}>
            {sign}
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
