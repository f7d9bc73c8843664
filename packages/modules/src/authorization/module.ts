import { defineModule } from '@tessera/webapi';
import { tokenLimited } from './delegation.ts';
import { grantsSnapshot } from './grants.ts';
import { unknownResource } from './resources.ts';
import { migrations } from './tables.ts';

/** Roles and the resources they grant; `Magento_User` has the routes. */
export const authorizationModule = defineModule({
  name: 'Magento_Authorization',
  errors: [unknownResource, tokenLimited],
  snapshots: [grantsSnapshot],
  migrations,
});
