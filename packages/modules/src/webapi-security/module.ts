import { defineModule, setting } from '@tessera/webapi';

export const allowInsecure = setting('webapi/webapisecurity/allow_insecure', {
  type: 'bool',
  default: false,
  label: 'Allow Anonymous Guest Access',
  description: 'Opens the reading of stores, catalogue and CMS to guests; routes say so by `optionallyAnonymous`.',
  scopes: ['default', 'websites', 'stores'],
});

/** Whether guests may read what Magento opens to them on demand. */
export const webapiSecurityModule = defineModule({ name: 'Magento_WebapiSecurity', settings: [allowInsecure] });
