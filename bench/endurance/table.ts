/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** A duration; JSON makes null of what is not a number. */
export const ms = (value: number | null): string =>
  value === null || Number.isNaN(value)
    ? '–'
    : value >= 10_000
      ? `${(value / 1000).toFixed(1)} s`
      : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const count = (value: number): string => Math.round(value).toLocaleString('en');
export const met = (yes: boolean): string => (yes ? 'yes' : '**no**');

/** Statuses with how often each was answered; 0 is an answer that did not come. */
export const statusesOf = (statuses: Readonly<Record<string, number>>): string =>
  Object.entries(statuses)
    .map(([status, times]) => `${count(times)} × ${status === '0' ? 'no answer' : status}`)
    .join(', ');
export const share = (value: number): string => `${(value * 100).toFixed(0)} %`;
