const ENTRY = /^([A-Z]{3})\/([A-Z]{3})=(\d+(?:\.\d+)?)$/;

/**
 * The rates of one currency.
 * @param entries `USD/EUR=0.7067` and the like; what is written otherwise does not count
 * @returns how much one unit of `base` is worth, by currency; `base` itself is always there
 */
export function ratesFrom(base: string, entries: readonly string[]): ReadonlyMap<string, number> {
  const rates = new Map([[base, 1]]);
  for (const entry of entries) {
    const [, from, to, rate] = ENTRY.exec(entry.trim()) ?? [];
    if (from === base && to !== undefined && Number(rate) > 0) rates.set(to, Number(rate));
  }
  return rates;
}

/** The sign of a currency as a locale such as `en_US` writes it (`$`); the code itself where there is none. */
export function currencySymbol(code: string, locale: string): string {
  try {
    const format = new Intl.NumberFormat(locale.replaceAll('_', '-'), { style: 'currency', currency: code });
    return format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? code;
  } catch {
    return code;
  }
}
