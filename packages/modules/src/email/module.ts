import { defineModule } from '@tessera/webapi';
import { settings } from './settings.ts';

/** Mails to customers: over a mail server, or kept in a folder. */
export const emailModule = defineModule({
  name: 'Magento_Email',
  requires: ['Magento_Store', 'Magento_Config'],
  settings,
});
