import { holds, implement } from '@tessera/webapi';
import { PanelPages } from '../contract/panel-pages.ts';

export const panelPages = implement(PanelPages, {
  getList: (_, call) =>
    call.ports.modules
      .flatMap((module) => module.panelPages ?? [])
      .filter(({ resource }) => holds(call.caller, resource, call.store, 'website'))
      .map(({ script: _script, ...page }) => ({ ...page, script: `modules/${page.name}.js` })),
});
