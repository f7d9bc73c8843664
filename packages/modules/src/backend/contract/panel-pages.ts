import { data, list, operation, optional, required, service, string } from '@tessera/webapi';

/** A page that a module adds to the admin panel, as the panel's menu needs it. */
export const PanelPageEntry = data('Tessera\\Backend\\Api\\Data\\PanelPageInterface', {
  name: required(string),
  label: required(string),
  section: required(string),
  group: optional(string),
  resource: required(string),
  words: optional(string),
  /** Below the panel's path. */
  script: required(string),
});

export const PanelPages = service('Tessera\\Backend\\Api\\PanelPagesInterface', {
  getList: operation({}, list(PanelPageEntry), 'Pages of modules in the admin panel, those that the caller may see.'),
});
