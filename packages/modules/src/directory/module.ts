import { defineModule } from '@tessera/webapi';
import { routes } from './routes.ts';
import { countryInformationAcquirer, countryNotAvailable } from './services/country-information.ts';
import { currencyInformationAcquirer } from './services/currency-information.ts';
import { settings } from './settings.ts';

/** Countries with their regions, and currencies with their rates. */
export const directoryModule = defineModule({
  name: 'Magento_Directory',
  requires: ['Magento_Store'],
  routes,
  services: [countryInformationAcquirer, currencyInformationAcquirer],
  settings,
  errors: [countryNotAvailable],
});
