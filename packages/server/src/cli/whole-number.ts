/**
 * The digits of a number as they were written, for an id or an amount.
 * @param what it is, as it stands on the command line: `--days`, `the integration`
 * @throws Error naming it where it is something else
 */
export function wholeNumber(what: string, text: string | undefined): string {
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new Error(`${what}: "${text ?? ''}" is not a number of digits only`);
  return text;
}
