import { problem } from '@tessera/webapi';

export const dateInvalid = problem('date_invalid', 400, 'Invalid date', 'A date of birth cannot be read as a date.');

const FORMS: readonly RegExp[] = [
  /^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})(?:[ T].*)?$/,
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  /^(?<day>\d{1,2})[-.](?<month>\d{1,2})[-.](?<year>\d{4})$/,
];

/**
 * A date of birth as it is stored, from the forms that PHP reads: ISO 8601 with or without a time, American with
 * slashes, European with dots or dashes.
 * @returns `YYYY-MM-DD`
 * @throws date_invalid
 */
export function readDateOfBirth(text: string): string {
  const trimmed = text.trim();
  for (const form of FORMS) {
    const { year = '', month = '', day = '' } = form.exec(trimmed)?.groups ?? {};
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    if (year === '' || Number(year) < 1000 || date.getUTCMonth() !== Number(month) - 1) continue;
    return date.toISOString().slice(0, 10);
  }
  throw dateInvalid();
}
