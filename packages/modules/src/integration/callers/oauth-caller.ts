import { requiredParameters } from '@tessera/oauth1';
import type { CallerContext } from '@tessera/webapi';
import { findConsumer, findToken, signingKeyOf } from '../oauth/access.ts';
import { checkMoment, checkProtocol, checkSignature, useNonce } from '../oauth/checks.ts';
import {
  consumerKeyLengthInvalid,
  consumerUnknown,
  notAccessToken,
  tokenAddressRefused,
  tokenExpired,
  tokenForeign,
  tokenRevoked,
  tokenUnknown,
} from '../oauth/errors.ts';
import { hasExpired, mayComeFrom } from '../oauth/limits.ts';
import { SECRET_LENGTH } from '../oauth/secrets.ts';
import { readSignedRequest } from '../oauth/signed-request.ts';

/**
 * An integration that signs its calls with OAuth 1.0a. Whatever is wrong with the signature refuses the request with
 * its message (behaviour A6); a good signature of an integration that is not active makes a guest.
 */
export const oauthCaller: CallerContext = {
  name: 'oauth',
  order: { rest: 40, soap: 5 },
  identify: async (request, call) => {
    const signed = await readSignedRequest(request);
    if (signed === null) return null;
    const { oauth } = signed;
    checkProtocol(call, oauth, requiredParameters.call);

    const key = oauth.oauth_consumer_key ?? '';
    if (key.length !== SECRET_LENGTH) throw consumerKeyLengthInvalid();
    const consumer = await findConsumer(call.db, key);
    if (consumer === null) throw consumerUnknown();
    checkMoment(call, oauth);

    const token = await findToken(call.db, oauth.oauth_token ?? '');
    if (token === null) throw tokenUnknown();
    if (token.consumer.id !== consumer.id) throw tokenForeign();
    if (token.type !== 'access') throw notAccessToken();
    if (token.revoked) throw tokenRevoked();
    if (hasExpired(call, token.limits)) throw tokenExpired();
    if (!mayComeFrom(call, token.limits)) throw tokenAddressRefused({ address: call.remoteAddress });

    checkSignature(call, signed, signingKeyOf(call, token));
    await useNonce(call, consumer.id, oauth);
    return token.active ? token.callers.signature : null;
  },
};
