import { type Db, dateTime } from '@tessera/database';
import { requiredParameters, type SignedRequest, signingKey } from '@tessera/oauth1';
import type { Call, HttpRequest } from '@tessera/webapi';
import { appendEntry } from '../../audit/entry.ts';
import { accessSnapshot } from '../oauth/access.ts';
import { checkMoment, checkProtocol, checkSignature, useNonce } from '../oauth/checks.ts';
import {
  consumerExpired,
  consumerKeyLengthInvalid,
  consumerUnknown,
  noTokenForConsumer,
  notVerifierToken,
  requestTokenForeign,
  tokenInUse,
  tokenUnknown,
  verifierLengthInvalid,
  verifierMismatch,
} from '../oauth/errors.ts';
import {
  looksIssued,
  openConsumerSecret,
  openTokenSecret,
  openVerifier,
  SECRET_LENGTH,
  type TokenPair,
  tokenHash,
} from '../oauth/secrets.ts';
import { readSignedRequest } from '../oauth/signed-request.ts';
import { advance, endTokens, hasTokens, latestToken, retireTokens, type TokenRow, tokenRow } from '../oauth/tokens.ts';
import { tellOfIntegration } from '../services/integration-events.ts';
import { keepIntegration } from '../services/integration-rows.ts';
import { consumerExpirationPeriod } from '../settings.ts';
import { STATUS } from '../tables.ts';
import { note, wasConnected } from './timeline.ts';

/** Told, as soon as it is known, whose handshake a request belongs to: for the timeline, if the request is refused. */
export type Identified = (integrationId: number) => void;

interface HandshakeConsumer {
  readonly id: number;
  readonly key: string;
  readonly secret: string;
  readonly posted_at: string | null;
  readonly integrationId: number;
}

/** A request without OAuth header lacks all parameters. */
async function signedRequest(request: HttpRequest): Promise<SignedRequest> {
  const signed = await readSignedRequest(request);
  const url = { scheme: request.scheme, host: request.host, rawPath: '/', rawQuery: '' };
  return signed ?? { method: request.method, url, oauth: {} };
}

/**
 * Reads the database itself, not the memory of this process: the third party may come to another process a moment
 * after the first one has posted its credentials.
 */
async function consumerOf(call: Call, { oauth }: SignedRequest, identified: Identified): Promise<HandshakeConsumer> {
  const key = oauth.oauth_consumer_key ?? '';
  if (key.length !== SECRET_LENGTH) throw consumerKeyLengthInvalid();
  const row = looksIssued(key)
    ? await call.db.query
        .selectFrom('oauth_consumer')
        .innerJoin('integration', 'integration.consumer_id', 'oauth_consumer.id')
        .select(['oauth_consumer.id', 'consumer_key', 'secret', 'posted_at', 'integration.id as integration_id'])
        .where('consumer_key', '=', key)
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw consumerUnknown();
  identified(row.integration_id);
  const secret = openConsumerSecret(call.ports.keys, row.secret, key);
  return { id: row.id, key, secret, posted_at: row.posted_at, integrationId: row.integration_id };
}

function checkNotExpired(call: Call, { posted_at }: HandshakeConsumer): void {
  const seconds = call.settings.get(consumerExpirationPeriod);
  if (posted_at === null || posted_at < dateTime(call.now() - seconds * 1000)) throw consumerExpired();
}

/**
 * The first step of the third party: gives a request token for the consumer key that was posted to it.
 * @throws WebapiError one of the OAuth errors
 */
export async function issueRequestToken(request: HttpRequest, call: Call, identified: Identified): Promise<TokenPair> {
  const signed = await signedRequest(request);
  checkProtocol(call, signed.oauth, requiredParameters.requestToken);
  const consumer = await consumerOf(call, signed, identified);
  checkNotExpired(call, consumer);
  checkMoment(call, signed.oauth);
  checkSignature(call, signed, signingKey({ consumerSecret: consumer.secret }));
  await useNonce(call, consumer.id, signed.oauth);
  return call.db.transaction(async (db) => {
    await keepConsumer(db, consumer);
    const row = await latestToken(db, consumer.id, 'verifier');
    if (row === undefined)
      throw (await hasTokens(db, consumer.id)) ? notVerifierToken() : noTokenForConsumer([String(consumer.id)]);
    const pair = await advance(db, call, row, 'request');
    if (pair === null) throw notVerifierToken();
    await done(db, call, consumer, 'request_token', 'The third party fetched its request token.');
    return pair;
  });
}

/**
 * The second step: exchanges the request token, with the verifier that was posted, for the access token, and makes the
 * integration active. Access tokens from before stop.
 * @throws WebapiError one of the OAuth errors
 */
export async function issueAccessTokenFor(
  request: HttpRequest,
  call: Call,
  identified: Identified,
): Promise<TokenPair> {
  const signed = await signedRequest(request);
  const { oauth } = signed;
  checkProtocol(call, oauth, requiredParameters.accessToken);
  const consumer = await consumerOf(call, signed, identified);
  checkMoment(call, oauth);
  const row = await tokenRow(call.db, oauth.oauth_token ?? '');
  if (row === undefined) throw tokenUnknown();
  if (row.consumer_id !== consumer.id) throw requestTokenForeign();
  if (row.type !== 'request') throw tokenInUse();
  const tokenSecret = openTokenSecret(call.ports.keys, row);
  checkSignature(call, signed, signingKey({ consumerSecret: consumer.secret, tokenSecret }));
  await useNonce(call, consumer.id, oauth);
  checkVerifier(call, row, oauth.oauth_verifier ?? '');
  return call.db.transaction(async (db) => {
    await keepConsumer(db, consumer);
    const pair = await advance(db, call, row, 'access');
    if (pair === null) throw tokenUnknown();
    await endTokens(db, consumer.id, ['verifier', 'request'], row.id);
    await retireTokens(db, call.now(), consumer.id, row.overlap ?? 0, row.id);
    await db.query
      .updateTable('integration')
      .set({ status: STATUS.active, updated_at: dateTime(call.now()) })
      .where('id', '=', consumer.integrationId)
      .execute();
    const again = await wasConnected(db, consumer.integrationId);
    await tellOfIntegration(call, db, again ? 'reauthorized' : 'activated', consumer.integrationId);
    await done(
      db,
      call,
      consumer,
      'access_token',
      'The third party fetched its access token; the integration is active.',
    );
    return pair;
  });
}

/**
 * Takes the integration before its tokens, in the order in which a deletion takes them too; else each could wait for what the other one has.
 * @throws WebapiError `oauth_consumer_unknown` for an integration that was deleted in the meantime
 */
async function keepConsumer(db: Db, { integrationId }: HandshakeConsumer): Promise<void> {
  if (!(await keepIntegration(db, integrationId))) throw consumerUnknown();
}

/** Compared by their hashes, so that the time does not tell where two verifiers differ. */
function checkVerifier({ ports }: Call, { consumer_id, verifier }: TokenRow, sent: string): void {
  if (sent.length !== SECRET_LENGTH) throw verifierLengthInvalid();
  const expected = verifier === null ? null : openVerifier(ports.keys, verifier, consumer_id);
  if (expected === null || tokenHash(expected) !== tokenHash(sent)) throw verifierMismatch();
}

async function done(
  db: Db,
  call: Call,
  { integrationId }: HandshakeConsumer,
  step: 'request_token' | 'access_token',
  detail: string,
): Promise<void> {
  await note(db, call.now(), { integrationId, step, outcome: 'ok', detail, httpStatus: 200 });
  await appendEntry(db, call, {
    method: call.request?.method ?? 'POST',
    route: step === 'access_token' ? '/oauth/token/access' : '/oauth/token/request',
    operation: `handshake::${step}`,
    entity_type: 'integration',
    entity_id: String(integrationId),
    outcome: 'ok',
    changes: '{}',
  });
  await db.touch(accessSnapshot);
}
