import { list, operation, service, string } from '@tessera/webapi';
import { CountryInformation, CurrencyInformation } from './data.ts';

export const CountryInformationAcquirer = service('Magento\\Directory\\Api\\CountryInformationAcquirerInterface', {
  getCountriesInfo: operation({}, list(CountryInformation), 'Countries with their regions.'),
  getCountryInfo: operation({ countryId: string }, CountryInformation, 'One country with its regions.'),
});
export const CurrencyInformationAcquirer = service('Magento\\Directory\\Api\\CurrencyInformationAcquirerInterface', {
  getCurrencyInfo: operation({}, CurrencyInformation, 'The currencies of a store view and their rates.'),
});
