import { anonymous, get } from '@tessera/webapi';
import { CountryInformationAcquirer, CurrencyInformationAcquirer } from './contract/information.ts';

export const routes = [
  get('/V1/directory/currency', CurrencyInformationAcquirer.getCurrencyInfo, anonymous),
  get('/V1/directory/countries', CountryInformationAcquirer.getCountriesInfo, anonymous),
  get('/V1/directory/countries/:countryId', CountryInformationAcquirer.getCountryInfo, anonymous),
];
