import { defineModule } from '@tessera/webapi';
import { allowPrivateAddresses } from './settings.ts';

/** Requests that Tessera itself sends: to callbacks of integrations and to webhooks. */
export const outgoingModule = defineModule({
  name: 'Tessera_Outgoing',
  settings: [allowPrivateAddresses],
});
