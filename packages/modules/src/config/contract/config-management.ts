import { data, int, list, maybe, operation, optional, required, service, string } from '@tessera/webapi';

/** One setting in one scope. A secret's value is never answered. */
export const ConfigValue = data('Tessera\\Config\\Api\\Data\\ConfigValueInterface', {
  path: required(string),
  value: required(string),
  scope: required(string),
  scope_id: required(int),
  default: required(string),
});

/** How a setting is declared, for forms. */
export const ConfigField = data('Tessera\\Config\\Api\\Data\\ConfigFieldInterface', {
  path: required(string),
  label: required(string),
  description: required(string),
  type: required(string),
  unit: optional(string),
  options: optional(list(string)),
  scopes: required(list(string)),
  default: required(string),
});

/** Ours: Magento changes settings in its admin panel and on the command line only. */
export const ConfigManagement = service('Tessera\\Config\\Api\\ConfigManagementInterface', {
  get: operation({ path: string, scope: maybe(string), scopeId: maybe(int) }, ConfigValue),
  set: operation({ path: string, value: maybe(string), scope: maybe(string), scopeId: maybe(int) }, ConfigValue),
  unset: operation({ path: string, scope: maybe(string), scopeId: maybe(int) }, ConfigValue),
  getFields: operation({}, list(ConfigField)),
});
