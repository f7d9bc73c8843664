import { implement, readCriteria } from '@tessera/webapi';
import { AuditLog } from '../contract/audit-log.ts';
import { searchEntries } from './search.ts';

export const auditLog = implement(AuditLog, {
  getList: ({ searchCriteria }, { db }) => searchEntries(db, readCriteria(searchCriteria)),
});
