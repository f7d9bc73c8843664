import { allow, defineModule, get, post, self } from '@tessera/webapi';
import { LoyaltyManagement } from './contract/loyalty.ts';
import { loyaltyManagement, pointsShort, tooManyPoints } from './services/loyalty-management.ts';
import { maximumPoints } from './settings.ts';
import { migrations } from './tables.ts';

const loyalty = allow('Acme_Loyalty::loyalty');

/** A module of one's own: points for customers. Serve it with `tessera serve --module examples/loyalty/src/module.ts`. */
export const module = defineModule({
  name: 'Acme_Loyalty',
  requires: ['Magento_Customer'],
  acl: [{ id: 'Acme_Loyalty::loyalty', title: 'Loyalty points', parent: 'Magento_Customer::customer' }],
  routes: [
    get('/V1/loyalty/search', LoyaltyManagement.getList, loyalty),
    get('/V1/loyalty/mine', LoyaltyManagement.getBalance, self({ customerId: '%customer_id%' })),
    get('/V1/loyalty/:customerId', LoyaltyManagement.getBalance, loyalty),
    post('/V1/loyalty/:customerId/points', LoyaltyManagement.addPoints, loyalty),
  ],
  services: [loyaltyManagement],
  settings: [maximumPoints],
  errors: [pointsShort, tooManyPoints],
  panelPages: [
    {
      name: 'loyalty',
      label: 'Loyalty Points',
      section: 'Customers',
      resource: 'Acme_Loyalty::loyalty',
      words: 'balance rewards',
      script: new URL('./panel.mjs', import.meta.url),
    },
  ],
  integrations: [
    {
      name: 'Acme Loyalty',
      email: 'loyalty@acme.example',
      resources: ['Acme_Loyalty::loyalty', 'Magento_Customer::customer'],
    },
  ],
  migrations,
});
