import { createHmac, randomBytes, randomUUID } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new signing secret, `whsec_` and 256 random bits (Standard Webhooks, "Signature scheme"). */
export const newWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

/** A new id of a message. It holds no full stop, since the signed text is separated by them. */
export const newMessageId = (): string => `msg_${randomUUID().replaceAll('-', '')}`;

/**
 * The headers by which the receiver knows a delivery to be ours and recent (Standard Webhooks).
 * @param secret as `newWebhookSecret` gives it @param seconds of the attempt, since the epoch @param body as it is sent
 */
export function signatureHeaders(
  secret: string,
  messageId: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${messageId}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
}
