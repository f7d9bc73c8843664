import { data, float, list, optional, required, string } from '@tessera/webapi';

export const RegionInformation = data('Magento\\Directory\\Api\\Data\\RegionInformationInterface', {
  id: required(string),
  code: required(string),
  name: required(string),
  extension_attributes: optional(data('Magento\\Directory\\Api\\Data\\RegionInformationExtensionInterface', {})),
});

export const CountryInformation = data('Magento\\Directory\\Api\\Data\\CountryInformationInterface', {
  id: required(string),
  two_letter_abbreviation: required(string),
  three_letter_abbreviation: required(string),
  full_name_locale: required(string),
  full_name_english: required(string),
  available_regions: optional(list(RegionInformation)),
  extension_attributes: optional(data('Magento\\Directory\\Api\\Data\\CountryInformationExtensionInterface', {})),
});

export const ExchangeRate = data('Magento\\Directory\\Api\\Data\\ExchangeRateInterface', {
  currency_to: required(string),
  rate: required(float),
  extension_attributes: optional(data('Magento\\Directory\\Api\\Data\\ExchangeRateExtensionInterface', {})),
});

export const CurrencyInformation = data('Magento\\Directory\\Api\\Data\\CurrencyInformationInterface', {
  base_currency_code: required(string),
  base_currency_symbol: required(string),
  default_display_currency_code: required(string),
  default_display_currency_symbol: required(string),
  available_currency_codes: required(list(string)),
  exchange_rates: required(list(ExchangeRate)),
  extension_attributes: optional(data('Magento\\Directory\\Api\\Data\\CurrencyInformationExtensionInterface', {})),
});
