import { setting } from '@tessera/webapi';

const everywhere = ['default', 'websites', 'stores'] as const;

/** Whether links can begin with it; empty for none. */
const isBaseUrl = (text: string): boolean => text === '' || (/^https?:\/\//i.test(text) && URL.canParse(text));
function isTimezone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const baseUrl = setting('web/unsecure/base_url', {
  type: 'string',
  default: '',
  accepts: isBaseUrl,
  label: 'Base URL',
  scopes: everywhere,
  description: 'Address of the store with a trailing slash. Empty: the address under which a request came in.',
});
export const secureBaseUrl = setting('web/secure/base_url', {
  type: 'string',
  default: '',
  accepts: isBaseUrl,
  label: 'Secure Base URL',
  scopes: everywhere,
  description: 'Address of the store over TLS with a trailing slash. Empty: the base URL.',
});
export const locale = setting('general/locale/code', {
  type: 'string',
  default: 'en_US',
  label: 'Locale',
  scopes: everywhere,
  description: 'Language and country of a store view.',
});
export const timezone = setting('general/locale/timezone', {
  type: 'string',
  default: 'UTC',
  accepts: isTimezone,
  label: 'Timezone',
  scopes: everywhere,
  description: 'Time zone in which a store view shows dates; the API always answers UTC.',
});
export const weightUnit = setting('general/locale/weight_unit', {
  type: 'string',
  default: 'lbs',
  options: ['lbs', 'kgs'],
  label: 'Weight Unit',
  scopes: everywhere,
  description: 'Unit of product weights.',
});
export const baseCurrency = setting('currency/options/base', {
  type: 'string',
  default: 'USD',
  label: 'Base Currency',
  scopes: ['default', 'websites'],
  description: 'Currency in which prices are kept.',
});
export const displayCurrency = setting('currency/options/default', {
  type: 'string',
  default: 'USD',
  label: 'Default Display Currency',
  scopes: everywhere,
  description: 'Currency in which prices are shown first.',
});
export const allowedCurrencies = setting('currency/options/allow', {
  type: 'list',
  default: ['USD'],
  label: 'Allowed Currencies',
  scopes: everywhere,
  description: 'Currencies in which prices may be shown.',
});

export const settings = [
  baseUrl,
  secureBaseUrl,
  locale,
  timezone,
  weightUnit,
  baseCurrency,
  displayCurrency,
  allowedCurrencies,
];
