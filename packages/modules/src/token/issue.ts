import { epochSeconds } from '@tessera/database';
import { type Call, type Setting, USER_TYPE } from '@tessera/webapi';
import { noteIssued } from './issued-tokens.ts';
import { type Algorithm, signToken } from './jwt.ts';
import { jwtKeys } from './jwt-keys.ts';
import { adminExpiration, customerExpiration, jwtAlgorithm } from './settings.ts';

/** For a lifetime of zero or less (behaviour B10). */
const FALLBACK_MINUTES = 30;
const LIFETIMES: Readonly<Record<'admin' | 'customer', Setting<'int'>>> = {
  admin: adminExpiration,
  customer: customerExpiration,
};

/** The algorithm that tokens are signed with. The setting has no other values than these. */
export const tokenAlgorithm = (call: Pick<Call, 'settings'>): Algorithm => call.settings.get(jwtAlgorithm) as Algorithm;

/** Issues an access token; the earlier ones stay good until they expire (B8). */
export async function issueToken(call: Call, kind: 'admin' | 'customer', userId: number): Promise<string> {
  const minutes = call.settings.get(LIFETIMES[kind]);
  const iat = epochSeconds(call.now());
  const exp = iat + (minutes > 0 ? minutes : FALLBACK_MINUTES) * 60;
  const claims = { uid: userId, utypid: USER_TYPE[kind], iat, exp };
  await noteIssued(call, claims);
  return signToken(claims, jwtKeys(call.ports.keys), tokenAlgorithm(call));
}
