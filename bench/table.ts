import type { Figure } from './figure.ts';

const number = (n: number | null): string =>
  n === null ? '–' : n >= 100 ? Math.round(n).toLocaleString('en') : n.toPrecision(3);
const ratioOf = ({ ratio }: Figure): string => (ratio === null ? '–' : ratio.toFixed(2));

/** A figure on one line. */
export function line(figure: Figure): string {
  const { name, value, bound, ratio, unit, goal, note } = figure;
  if (value === null) return `${name}: not measured, because ${note}`;
  const parts = [
    `${name}: ${number(value)} ${unit}`,
    ...(bound === null ? [] : [`bound ${number(bound)}`]),
    ...(ratio === null ? [] : [`ratio ${ratioOf(figure)}`]),
  ];
  return `${parts.join(', ')}${goal === undefined ? '' : ` (goal ${goal})`}${note === undefined ? '' : ` – ${note}`}`;
}

/** All figures as a table in Markdown. */
export const markdown = (figures: readonly Figure[]): string =>
  [
    '| what | value | bound | unit | ratio | goal | note |',
    '|---|--:|--:|---|--:|---|---|',
    ...figures.map((figure) =>
      [
        '',
        ` ${figure.name} `,
        ` ${number(figure.value)} `,
        ` ${number(figure.bound)} `,
        ` ${figure.unit} `,
        ` ${ratioOf(figure)} `,
        ` ${figure.goal ?? ''} `,
        ` ${figure.note ?? ''} `,
        '',
      ].join('|'),
    ),
  ].join('\n');
