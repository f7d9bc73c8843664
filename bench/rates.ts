import { type Figure, inTurn } from './figure.ts';
import { type Load, load } from './load.ts';

/** Rate of a load in requests per second; a failed request makes the measurement worthless. */
export async function rate(options: Load): Promise<number> {
  const measured = await load(options);
  if (measured.failures > 0) throw new Error(`${measured.failures} requests to ${options.url} failed`);
  return measured.requestsPerSecond;
}

/** Rate of one load to that of another, in short rounds. */
export async function compareRates(
  name: string,
  goal: string | null,
  quick: boolean,
  value: Omit<Load, 'seconds'>,
  bound: Omit<Load, 'seconds'>,
  note?: string,
): Promise<Figure> {
  const seconds = quick ? 1.5 : 2;
  const measured = await inTurn(
    quick ? 3 : 9,
    () => rate({ ...value, seconds }),
    () => rate({ ...bound, seconds }),
  );
  return {
    name,
    value: measured.a,
    bound: measured.b,
    ratio: measured.ratio,
    unit: 'requests/s',
    ...(goal === null ? {} : { goal }),
    ...(note === undefined ? {} : { note }),
  };
}
