import { type Db, dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { countHandshake } from '../../observability/count.ts';
import { alreadyActive } from '../errors.ts';
import { accessSnapshot } from '../oauth/access.ts';
import { endTokens, issueAccessToken, latestToken, retireTokens } from '../oauth/tokens.ts';
import { requireHeldOf } from '../services/grants.ts';
import { tellOfIntegration } from '../services/integration-events.ts';
import { type IntegrationRow, integrationRow, integrationRowToChange } from '../services/integration-rows.ts';
import { rotationOverlap } from '../settings.ts';
import { STATUS } from '../tables.ts';
import { readCredentials, showCredentials } from './credentials.ts';
import { type Activated, exchangeTokens } from './exchange.ts';
import { note } from './timeline.ts';

const exchanges = (row: IntegrationRow): boolean => row.endpoint !== null && row.identity_link_url !== null;

/**
 * Activates an integration. Without both URLs its tokens are issued and it is active; with them its credentials are
 * posted to the callback, and it becomes active once the third party has fetched the access token.
 * @throws WebapiError `integration_callback_failed` with what failed; nothing is lost, it can be tried again
 */
export async function activateIntegration(call: Call, id: number): Promise<Activated> {
  const row = await integrationRow(call.db, id);
  await requireHeldOf(call, call.db, row);
  if (!exchanges(row)) return issueTokens(call, row, 'activated');
  if (row.status === STATUS.active) throw alreadyActive([row.name]);
  return exchangeTokens(call, row, { anew: false });
}

/**
 * The same with new tokens under the same consumer key; the old ones stop.
 * @param overlapping the old ones go on for the time of the setting, from when the new one is there
 */
export async function reauthorizeIntegration(call: Call, id: number, overlapping = false): Promise<Activated> {
  const row = await integrationRow(call.db, id);
  await requireHeldOf(call, call.db, row);
  const overlap = overlapping ? call.settings.get(rotationOverlap) : 0;
  return exchanges(row)
    ? exchangeTokens(call, row, { anew: true, overlap })
    : issueTokens(call, row, 'reauthorized', overlap);
}

/** An integration that has a token keeps it when it is activated once more (behaviour D11). */
async function issueTokens(
  call: Call,
  { id }: IntegrationRow,
  step: 'activated' | 'reauthorized',
  overlap = 0,
): Promise<Activated> {
  const issued = await call.db.transaction(async (db) => {
    const { consumer_id, status } = await integrationRowToChange(db, id);
    await setStatus(db, call, id, STATUS.active);
    if (step === 'activated' && (await latestToken(db, consumer_id, 'access')) !== undefined) {
      if (status !== STATUS.active) await tellOfIntegration(call, db, 'activated', id);
      await db.touch(accessSnapshot);
      return null;
    }
    await endTokens(db, consumer_id, ['verifier', 'request']);
    await retireTokens(db, call.now(), consumer_id, overlap);
    await issueAccessToken(db, call, consumer_id);
    await note(db, call.now(), {
      integrationId: id,
      step,
      outcome: 'ok',
      detail: 'The tokens were issued without a handshake.',
    });
    await tellOfIntegration(call, db, step, id);
    await db.touch(accessSnapshot);
    return showCredentials(db, call, consumer_id);
  });
  if (issued !== null) countHandshake(call, 'activation', 'ok');
  return issued ?? readCredentials(call, id);
}

async function setStatus(db: Db, call: Pick<Call, 'now'>, id: number, status: number): Promise<void> {
  await db.query
    .updateTable('integration')
    .set({ status, updated_at: dateTime(call.now()) })
    .where('id', '=', id)
    .execute();
}
