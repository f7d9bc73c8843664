/** The API's moments are UTC, without saying so. */
export const momentOf = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `5 minutes ago`, `in 2 days`. */
export function ago(moment: Date, now: number = Date.now()): string {
  const seconds = (moment.getTime() - now) / 1000;
  for (const [unit, size] of STEPS)
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  return Math.abs(seconds) < 10 ? 'just now' : relative.format(Math.trunc(seconds), 'second');
}

const exact = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A moment of a log, to the second and in the reader's zone; with its year, and how long ago, on hovering. */
export function Stamp({ at }: { at: string }) {
  const moment = momentOf(at);
  return (
    <time dateTime={moment.toISOString()} title={`${moment.toLocaleString()} (${ago(moment)})`}>
      {exact.format(moment)}
    </time>
  );
}

/** A moment as people say it; the exact one on hovering. */
export function Moment({ at, otherwise = '—' }: { at: string | null | undefined; otherwise?: string }) {
  if (at === null || at === undefined || at === '') return <>{otherwise}</>;
  const moment = momentOf(at);
  return (
    <time dateTime={moment.toISOString()} title={moment.toLocaleString()}>
      {ago(moment)}
    </time>
  );
}
