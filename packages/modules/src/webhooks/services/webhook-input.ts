import { isIP } from 'node:net';
import {
  type Call,
  fieldRequired,
  holds,
  type IntegrationCaller,
  inputInvalid,
  invalidFieldValue,
} from '@tessera/webapi';
import { isPublicAddress } from '../../outgoing/addresses.ts';
import { isHttpUrl, mayCallPrivateAddresses } from '../../outgoing/send.ts';
import { eventNotGranted, eventUnknown, webhookAddressPrivate, webhookHttpsRequired } from '../errors.ts';
import { type EventDeclaration, eventNamed } from '../event.ts';

type Text = string | null | undefined;

const URL_LENGTH = 2048;
const DESCRIPTION_LENGTH = 255;
const CONTROL = /[\x00-\x1f\x7f]/;

/** Whether deliveries may go to a URL of this scheme: plain HTTP only where private addresses may be called. */
export const schemeAllowed = (call: Pick<Call, 'ports' | 'settings'>, url: string): boolean =>
  /^https:/i.test(url) || mayCallPrivateAddresses(call);

/**
 * The URL of a webhook. What can be told without looking up the host's name is told here; the rest at each delivery.
 * @throws WebapiError 400
 */
export function checkWebhookUrl(call: Pick<Call, 'ports' | 'settings'>, url: Text): string {
  const trimmed = url?.trim() ?? '';
  if (trimmed === '') throw fieldRequired({ fieldName: 'url' });
  if (trimmed.length > URL_LENGTH) throw inputInvalid([`The url must not be longer than ${URL_LENGTH} characters.`]);
  if (CONTROL.test(trimmed) || !isHttpUrl(trimmed)) throw invalidFieldValue({ value: trimmed, fieldName: 'url' });
  if (!schemeAllowed(call, trimmed)) throw webhookHttpsRequired();
  const host = new URL(trimmed).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isPrivate = isIP(host) === 0 ? /(^|\.)localhost$/i.test(host) : !isPublicAddress(host);
  if (isPrivate && !mayCallPrivateAddresses(call)) throw webhookAddressPrivate();
  return trimmed;
}

/** A note for people; null for none. @throws WebapiError 400 */
export function checkDescription(description: Text): string | null {
  const trimmed = description?.trim() ?? '';
  if (trimmed === '') return null;
  if (CONTROL.test(trimmed)) throw invalidFieldValue({ value: trimmed, fieldName: 'description' });
  if (trimmed.length > DESCRIPTION_LENGTH)
    throw inputInvalid([`The description must not be longer than ${DESCRIPTION_LENGTH} characters.`]);
  return trimmed;
}

/** Whether an integration may hear of an event, by what it is granted now. */
export const mayHear = (call: Pick<Call, 'store'>, caller: IntegrationCaller, event: EventDeclaration): boolean =>
  holds(caller, event.resource, call.store, 'website');

/** The events of a subscription, each once. @throws WebapiError for none, an unknown one, one that is not granted */
export function checkEvents(
  call: Pick<Call, 'ports' | 'store'>,
  caller: IntegrationCaller,
  names: readonly string[] | null | undefined,
): string[] {
  const wanted = [...new Set(names ?? [])];
  if (wanted.length === 0) throw fieldRequired({ fieldName: 'events' });
  for (const name of wanted) {
    const event = eventNamed(call.ports, name);
    if (event === undefined) throw eventUnknown([name]);
    if (!mayHear(call, caller, event)) throw eventNotGranted([name, event.resource]);
  }
  return wanted;
}
