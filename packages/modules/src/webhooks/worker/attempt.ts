import { type Call, holds, projectorOf } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { decryptSecret } from '../../encryption/secret-box.ts';
import { FAILURE_SENTENCES } from '../../outgoing/failure.ts';
import type { OutgoingAnswer } from '../../outgoing/message.ts';
import { send } from '../../outgoing/send.ts';
import { eventNamed, TEST_EVENT } from '../event.ts';
import { subscriberOf } from '../permission.ts';
import { retryAfter } from '../schedule.ts';
import { secretContext } from '../secret.ts';
import type { WebhookRow } from '../services/ownership.ts';
import { mayHear, schemeAllowed } from '../services/webhook-input.ts';
import { webhookTimeout } from '../settings.ts';
import { signatureHeaders } from '../signature.ts';
import type { WebhookEventTable } from '../tables.ts';

type EventRow = Selectable<WebhookEventTable>;

/** How an attempt ended. */
export interface Outcome {
  readonly kind:
    | 'delivered'
    /** The endpoint failed; counts for the circuit breaker. */
    | 'failed'
    /** The endpoint is gone for good (410). */
    | 'gone'
    /** Nothing was sent, for a reason that may pass. */
    | 'postponed'
    /** Nothing was sent, since the integration may not read the object. */
    | 'withheld';
  readonly status: number | null;
  readonly detail: string;
  readonly milliseconds: number;
  /** The pause that the endpoint asks for, in milliseconds. */
  readonly pause: number;
}
const notSent = (kind: 'postponed' | 'withheld', detail: string): Outcome => ({
  kind,
  status: null,
  detail,
  milliseconds: 0,
  pause: 0,
});

/** Sends an event to a webhook, if its integration may hear of it now. Writes nothing. */
export async function attempt(call: Call, webhook: WebhookRow, event: EventRow): Promise<Outcome> {
  const { active, caller } = await subscriberOf(call.db, webhook.integration_id);
  const declared = eventNamed(call.ports, event.event);
  if (event.event !== TEST_EVENT) {
    if (declared === undefined) return notSent('withheld', 'No loaded module declares this event any more.');
    if (!mayHear(call, caller, declared))
      return notSent('withheld', `The integration is not granted ${declared.resource} any more.`);
    if (!active) return notSent('postponed', 'The integration is not active.');
  }
  if (!schemeAllowed(call, webhook.url)) return notSent('postponed', 'The URL does not begin with https://.');
  const stored: unknown = JSON.parse(event.data);
  const data =
    declared === undefined
      ? stored
      : projectorOf(declared.data)(stored, (resource) => holds(caller, resource, call.store, 'website'));
  const body = JSON.stringify({ type: event.event, timestamp: new Date(event.occurred_at).toISOString(), data });
  return outcomeOf(await post(call, webhook, event.message_id, body), call.now());
}

function post(call: Call, webhook: WebhookRow, messageId: string, body: string): Promise<OutgoingAnswer> {
  const secret = decryptSecret(call.ports.keys, webhook.secret, secretContext(webhook.id));
  return send(call, {
    url: webhook.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signatureHeaders(secret, messageId, Math.floor(call.now() / 1000), body),
    },
    body,
    timeoutMilliseconds: call.settings.get(webhookTimeout) * 1000,
  });
}

/** Any 2xx is good, and nothing else; redirects are not followed (Standard Webhooks). What was answered is not kept. */
function outcomeOf(answer: OutgoingAnswer, now: number): Outcome {
  const { milliseconds } = answer;
  if (!answer.ok)
    return { kind: 'failed', status: null, detail: FAILURE_SENTENCES[answer.failure], milliseconds, pause: 0 };
  const { status, headers } = answer;
  const good = status >= 200 && status < 300;
  return {
    kind: good ? 'delivered' : status === 410 ? 'gone' : 'failed',
    status,
    detail: good ? 'Delivered.' : `The endpoint answered ${status}.`,
    milliseconds,
    pause: status === 429 || status === 503 ? retryAfter(headers['retry-after'], now) : 0,
  };
}
