import { list, operation, service, string } from '@tessera/webapi';

/** Clients look here whether a service is there, before they use it. */
export const ModuleService = service('Magento\\Backend\\Service\\V1\\ModuleServiceInterface', {
  getModules: operation({}, list(string), 'Names of the installed modules.'),
});
