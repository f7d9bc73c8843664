import type { CallerContext } from '@tessera/webapi';
import { findToken } from '../oauth/access.ts';
import { hasExpired, mayComeFrom } from '../oauth/limits.ts';
import { integrationAsBearer } from '../settings.ts';

const BEARER = /^bearer ([^ ]+)$/i;

/**
 * The access token of an integration without a signature. Anything but a valid one is silently passed on to the next
 * context (behaviour A5). Ours: only while the integration is active. It stands behind the signed tokens of admins and
 * customers, whose tokens have another form.
 */
export const integrationBearerCaller: CallerContext = {
  name: 'integration-bearer',
  order: { rest: 11, soap: 15 },
  identify: async (request, call) => {
    const sent = BEARER.exec(request.headers['authorization'] ?? '')?.[1];
    if (sent === undefined || !call.settings.get(integrationAsBearer)) return null;
    const token = await findToken(call.db, sent);
    if (token === null || token.type !== 'access' || token.revoked || !token.active) return null;
    if (hasExpired(call, token.limits) || !mayComeFrom(call, token.limits)) return null;
    return token.callers.bearer;
  },
};
