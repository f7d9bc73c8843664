import { implement } from '@tessera/webapi';
import { allowedCurrencies, baseCurrency, displayCurrency, locale } from '../../store/settings.ts';
import { CurrencyInformationAcquirer } from '../contract/information.ts';
import { currencySymbol, ratesFrom } from '../currency.ts';
import { exchangeRates } from '../settings.ts';

export const currencyInformationAcquirer = implement(CurrencyInformationAcquirer, {
  getCurrencyInfo: (_, { settings }) => {
    const base = settings.get(baseCurrency);
    const display = settings.get(displayCurrency);
    const available = settings.get(allowedCurrencies);
    const rates = ratesFrom(base, settings.get(exchangeRates));
    return {
      base_currency_code: base,
      base_currency_symbol: currencySymbol(base, settings.get(locale)),
      default_display_currency_code: display,
      default_display_currency_symbol: currencySymbol(display, settings.get(locale)),
      available_currency_codes: available,
      exchange_rates: available.flatMap((code) => {
        const rate = rates.get(code);
        return rate === undefined ? [] : [{ currency_to: code, rate }];
      }),
    };
  },
});
