import type { Module } from '@tessera/webapi';
import { accountAccessModule } from './account-access/module.ts';
import { activityModule } from './activity/module.ts';
import { asynchronousOperationsModule } from './asynchronous-operations/module.ts';
import { auditModule } from './audit/module.ts';
import { authorizationModule } from './authorization/module.ts';
import { backendModule } from './backend/module.ts';
import { configModule } from './config/module.ts';
import { customerModule } from './customer/module.ts';
import { directoryModule } from './directory/module.ts';
import { emailModule } from './email/module.ts';
import { integrationModule } from './integration/module.ts';
import { observabilityModule } from './observability/module.ts';
import { outgoingModule } from './outgoing/module.ts';
import { securityModule } from './security/module.ts';
import { sessionModule } from './session/module.ts';
import { storeModule } from './store/module.ts';
import { tokenModule } from './token/module.ts';
import { twoFactorAuthModule } from './two-factor-auth/module.ts';
import { userModule } from './user/module.ts';
import { webapiModule } from './webapi/module.ts';
import { webapiSecurityModule } from './webapi-security/module.ts';
import { webhooksModule } from './webhooks/module.ts';

export { flushActivity } from './activity/recorder.ts';
export { longestWait } from './asynchronous-operations/gauges.ts';
export { bulkQueue } from './asynchronous-operations/queue.ts';
export { BulkWorker, type BulkWorkerOptions } from './asynchronous-operations/worker/bulk-worker.ts';
export { appendEntry } from './audit/entry.ts';
export { exportAudit } from './audit/export.ts';
export { ACL_TREE } from './authorization/acl-tree.ts';
export { declaredSettings } from './config/declared-settings.ts';
export { checkedValue } from './config/services/config-management.ts';
export { settingsReader, settingsSnapshot } from './config/settings-reader.ts';
export { checkCustomerAttributes } from './customer/customer-attributes.ts';
export { letterCaseTwins } from './customer/tables-text-indexes.ts';
export { type Country, countryById, type Region, regionByCode, regionById, regionsOf } from './directory/countries.ts';
export { closePostOffice, type Mail, sendMail, shopLink } from './email/send-mail.ts';
export { renewable } from './encryption/key-renewal.ts';
export { hashPassword, verifyPassword } from './encryption/password-hash.ts';
export { countReadableSecrets, holdsSecrets, reencryptSecrets } from './encryption/reencrypt.ts';
export { checkDeclaredIntegrations } from './integration/declared/check-declared.ts';
export { synchronizeDeclaredIntegrations } from './integration/declared/synchronize.ts';
export { activateIntegration, reauthorizeIntegration } from './integration/handshake/activate.ts';
export { createIntegration, deleteIntegration, listIntegrations } from './integration/services/integrations.ts';
export { countStatement } from './observability/count.ts';
export { metricsOf } from './observability/metrics.ts';
export { metricsEnabled } from './observability/settings.ts';
export { allowPrivateAddresses } from './outgoing/settings.ts';
export { revokeTokens } from './security/revocations.ts';
export { baseUrl } from './store/settings.ts';
export { isScope, storesOf, storesSnapshot } from './store/stores.ts';
export { endToken, goodTokens } from './token/issued-tokens.ts';
export { ensureFirstAdmin } from './user/first-admin.ts';
export { createAdminUser } from './user/services/accounts.ts';
export { unlockAdmin } from './user/unlock.ts';
export { checkEvents, type EventDeclaration } from './webhooks/event.ts';
export { publishEvent } from './webhooks/outbox.ts';
export { WebhookWorker, type WebhookWorkerOptions } from './webhooks/worker/webhook-worker.ts';

/** The modules that every installation has. */
export const builtInModules: readonly Module[] = [
  backendModule,
  configModule,
  observabilityModule,
  webapiSecurityModule,
  storeModule,
  auditModule,
  directoryModule,
  emailModule,
  customerModule,
  securityModule,
  authorizationModule,
  userModule,
  twoFactorAuthModule,
  tokenModule,
  sessionModule,
  outgoingModule,
  integrationModule,
  activityModule,
  accountAccessModule,
  webapiModule,
  asynchronousOperationsModule,
  webhooksModule,
];
