import type { Filter } from '../api/search.ts';
import type { Choice } from './grid-column.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** In whole minutes: a list is not asked for anew with every moment that passes. */
const daysFromNow = (days: number): string =>
  new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + days * DAY_MS).toISOString().slice(0, 19).replace('T', ' ');

export const isMissing = (field: string): Filter => ({ field, value: '', condition: 'null' });
export const until = (field: string, days: number): Filter => ({ field, value: daysFromNow(days), condition: 'lteq' });
export const after = (field: string, days: number): Filter => ({ field, value: daysFromNow(days), condition: 'gt' });

const spoken = (days: number): string => (days === 1 ? 'day' : `${days} days`);

/** Choices for a moment in the past: not longer ago than so many days. */
export const inTheLast = (field: string, days: readonly number[]): Choice[] =>
  days.map((count) => ({
    value: `${count}d`,
    label: `In the last ${spoken(count)}`,
    where: () => [after(field, -count)],
  }));
/** Choices for what has not happened for so many days, or never. */
export const notFor = (field: string, days: readonly number[]): Choice[] =>
  days.map((count) => ({
    value: `not-${count}d`,
    label: `Not for ${spoken(count)}`,
    where: () => [[until(field, -count), isMissing(field)]],
  }));
/** Choices for a moment that is still to come: within so many days. */
export const within = (field: string, days: readonly number[]): Choice[] =>
  days.map((count) => ({
    value: `${count}d`,
    label: `Within ${spoken(count)}`,
    where: () => [after(field, 0), until(field, count)],
  }));
