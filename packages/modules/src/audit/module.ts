import { allow, defineModule, get } from '@tessera/webapi';
import { auditCleanUp } from './clean-up.ts';
import { AuditLog } from './contract/audit-log.ts';
import { recordChanges } from './record-changes.ts';
import { auditLog } from './services/audit-log.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** The audit log: every change through the Web API, append-only. */
export const auditModule = defineModule({
  name: 'Tessera_Audit',
  routes: [
    get('/V1/auditLog', AuditLog.getList, allow('Magento_Logging::magento_logging_events'), {
      extension: true,
      synchronousOnly: true,
    }),
  ],
  services: [auditLog],
  settings,
  around: [recordChanges],
  jobs: [auditCleanUp],
  migrations,
});
