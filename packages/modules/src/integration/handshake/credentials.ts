import type { Db } from '@tessera/database';
import type { Call, Caller, Output } from '@tessera/webapi';
import type { Credentials } from '../contract/data.ts';
import { credentialsNotReadable } from '../errors.ts';
import { openConsumerSecret, openTokenPair } from '../oauth/secrets.ts';
import { latestToken } from '../oauth/tokens.ts';
import { requireHeldOf } from '../services/grants.ts';
import { integrationRowToChange } from '../services/integration-rows.ts';
import { allowCredentialsReading } from '../settings.ts';
import { note } from './timeline.ts';

export type ShownCredentials = Output<typeof Credentials>;

/** The consumer's key and secret and its current access token, null where none was issued. @throws SecretUnreadable */
export async function showCredentials(
  db: Db,
  { ports }: Pick<Call, 'ports'>,
  consumerId: number,
): Promise<ShownCredentials> {
  const consumer = await db.query
    .selectFrom('oauth_consumer')
    .selectAll()
    .where('id', '=', consumerId)
    .executeTakeFirstOrThrow();
  const row = await latestToken(db, consumerId, 'access');
  const pair = row === undefined ? null : openTokenPair(ports.keys, row);
  return {
    consumer_key: consumer.consumer_key,
    consumer_secret: openConsumerSecret(ports.keys, consumer.secret, consumer.consumer_key),
    access_token: pair?.token ?? null,
    access_token_secret: pair?.secret ?? null,
  };
}

const nameOf = (caller: Caller): string => {
  if (caller.kind === 'admin') return `the admin ${caller.username}`;
  return caller.kind === 'integration' ? `the integration ${caller.name}` : 'the command line';
};

/**
 * Reads the credentials of an integration; that somebody did is noted in its timeline first.
 * @throws WebapiError `integration_credentials_not_readable` while the setting forbids it
 */
export async function readCredentials(call: Call, id: number): Promise<ShownCredentials> {
  return call.db.transaction(async (db) => {
    const row = await integrationRowToChange(db, id);
    await requireHeldOf(call, db, row);
    if (!call.settings.get(allowCredentialsReading)) throw credentialsNotReadable();
    const from = call.remoteAddress === '' ? '' : ` from ${call.remoteAddress}`;
    await note(db, call.now(), {
      integrationId: id,
      step: 'credentials_read',
      outcome: 'ok',
      detail: `The credentials were read by ${nameOf(call.caller)}${from}.`,
    });
    return showCredentials(db, call, row.consumer_id);
  });
}
