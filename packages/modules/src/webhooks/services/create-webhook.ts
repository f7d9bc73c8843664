import { dateTime } from '@tessera/database';
import { type Call, fieldRequired, grantsOf, type Input, invalidFieldValue } from '@tessera/webapi';
import { requireResources, requireUnlimited } from '../../authorization/delegation.ts';
import { encryptSecret } from '../../encryption/secret-box.ts';
import { integrationUnknown } from '../../integration/errors.ts';
import { integrationRowToChange } from '../../integration/services/integration-rows.ts';
import type { Webhook } from '../contract/data.ts';
import { tooManyWebhooks } from '../errors.ts';
import { eventNamed } from '../event.ts';
import { subscriberOf } from '../permission.ts';
import { secretContext } from '../secret.ts';
import { webhooksPerIntegration } from '../settings.ts';
import { newWebhookSecret } from '../signature.ts';
import { subscribedSnapshot } from '../subscribers.ts';
import { isRowId, managedIntegration } from './ownership.ts';
import { checkDescription, checkEvents, checkWebhookUrl } from './webhook-input.ts';
import { type ShownWebhook, showWebhooks } from './webhook-rows.ts';

type WebhookInput = Input<typeof Webhook>;

/** An admin has to say whose webhook it is to be; an integration may only name itself. */
function integrationFor(call: Call, given: number | null | undefined): number {
  const own = managedIntegration(call);
  if (own === null) {
    if (!given) throw fieldRequired({ fieldName: 'integration_id' });
    if (!isRowId(given)) throw integrationUnknown([String(given)]);
    return given;
  }
  if (given && given !== own) throw invalidFieldValue({ value: given, fieldName: 'integration_id' });
  return own;
}

/**
 * Subscribes an address to events, under the integration's grants.
 * @returns the webhook with its secret, which is not shown again
 * @throws WebapiError for a bad URL, an unknown event, or one that the integration or the caller may not read
 */
export async function createWebhook(call: Call, input: WebhookInput): Promise<ShownWebhook> {
  const integrationId = integrationFor(call, input.integration_id);
  const values = {
    url: checkWebhookUrl(call, input.url),
    description: checkDescription(input.description),
    created_at: dateTime(call.now()),
  };
  return call.db.transaction(async (db) => {
    // One after the other for an integration, since they are counted.
    await integrationRowToChange(db, integrationId);
    const { caller } = await subscriberOf(db, integrationId);
    const events = checkEvents(call, caller, input.events);
    // What an event tells goes where the webhook's maker says, whatever store view it is of.
    requireUnlimited(call, ['stores']);
    requireResources(call, grantsOf(events.flatMap((name) => eventNamed(call.ports, name)?.resource ?? [])));
    const { count } = await db.query
      .selectFrom('webhook')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('integration_id', '=', integrationId)
      .executeTakeFirstOrThrow();
    const limit = call.settings.get(webhooksPerIntegration);
    if (Number(count) >= limit) throw tooManyWebhooks([limit]);
    const { id } = await db.query
      .insertInto('webhook')
      .values({ ...values, integration_id: integrationId, secret: '' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const secret = newWebhookSecret();
    // Bound to its row, so the id has to be known first.
    const row = await db.query
      .updateTable('webhook')
      .set({ secret: encryptSecret(call.ports.keys, secret, secretContext(id)) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await db.query
      .insertInto('webhook_subscription')
      .values(events.map((event) => ({ webhook_id: id, event })))
      .execute();
    await db.touch(subscribedSnapshot);
    const [shown] = await showWebhooks(db, [row], call.now());
    return { ...(shown as ShownWebhook), secret };
  });
}
