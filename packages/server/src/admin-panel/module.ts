import { defineModule } from '@tessera/webapi';
import { adminPath } from './settings.ts';

/** The admin panel, as far as the server has to do with it: it hands out its files. */
export const adminPanelModule = defineModule({ name: 'Tessera_AdminPanel', settings: [adminPath] });
