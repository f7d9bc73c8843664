import { epochSeconds } from '@tessera/database';
import { type Call, type CallerContext, USER_TYPE } from '@tessera/webapi';
import { renewed } from '../encryption/key-renewal.ts';
import { adminRevocationsSnapshot } from '../security/revocations.ts';
import { adminCaller } from '../user/admins.ts';
import { bearerToken } from './bearer.ts';
import { customerCaller } from './customers.ts';
import { tokenAlgorithm } from './issue.ts';
import { isRevoked } from './issued-tokens.ts';
import type { TokenClaims } from './jwt.ts';
import { verifiedTokens } from './verified-tokens.ts';

/** A key that another process has just added may have signed it. */
function readClaims(token: string, call: Call): TokenClaims | null {
  const { keys } = call.ports;
  const algorithm = tokenAlgorithm(call);
  const claims = verifiedTokens(keys, algorithm).read(token);
  if (claims !== null) return claims;
  const fresh = renewed(keys);
  return fresh === keys ? null : verifiedTokens(fresh, algorithm).read(token);
}

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
    const claims = readClaims(token, call);
    if (claims === null || claims.exp <= epochSeconds(call.now()) || isRevoked(call, claims)) return null;
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
