import { epochSeconds } from '@tessera/database';
import { type CallerContext, USER_TYPE } from '@tessera/webapi';
import { adminRevocationsSnapshot } from '../security/revocations.ts';
import { adminCaller } from '../user/admins.ts';
import { bearerToken } from './bearer.ts';
import { customerCaller } from './customers.ts';
import { tokenAlgorithm } from './issue.ts';
import { verifiedTokens } from './verified-tokens.ts';

/**
 * Access tokens of admin users and customers. A token that is unreadable, expired or revoked is ignored, never an
 * error: the next way of proving an identity is tried (A5). For admins this costs no query.
 */
export const bearerContext: CallerContext = {
  name: 'bearer token',
  order: { rest: 10, soap: 10 },
  identify: (request, call) => {
    const token = bearerToken(request);
    if (token === null) return null;
    const claims = verifiedTokens(call.ports.keys, tokenAlgorithm(call)).read(token);
    if (claims === null || claims.exp <= epochSeconds(call.now())) return null;
    const { uid, utypid, iat } = claims;
    if (utypid === USER_TYPE.admin) {
      const revokedBefore = call.db.snapshot(adminRevocationsSnapshot).get(uid);
      return revokedBefore !== undefined && iat <= revokedBefore ? null : adminCaller(call, uid, { proof: 'token' });
    }
    if (utypid !== USER_TYPE.customer) return null;
    return customerCaller(call, uid, 'token').then((known) =>
      known === null || iat <= known.revokedBefore ? null : known.caller,
    );
  },
};
