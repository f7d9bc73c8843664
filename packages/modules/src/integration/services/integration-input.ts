import { fieldRequired, type Input, inputInvalid, invalidFieldValue } from '@tessera/webapi';
import { isHttpUrl } from '../../outgoing/send.ts';
import type { Integration } from '../contract/data.ts';

export type IntegrationInput = Input<typeof Integration>;
type Text = string | null | undefined;

const MAX_LENGTH = 255;
const MAX_CALLS = 1_000_000_000;
// PostgreSQL keeps no NUL, and nobody needs line breaks in a name.
const CONTROL = /[\x00-\x1f\x7f]/;

function checkText(value: string, fieldName: string): string {
  if (CONTROL.test(value)) throw invalidFieldValue({ value, fieldName });
  if (value.length > MAX_LENGTH)
    throw inputInvalid([`The ${fieldName} must not be longer than ${MAX_LENGTH} characters.`]);
  return value;
}

export function checkName(name: Text): string {
  const trimmed = name?.trim() ?? '';
  if (trimmed === '') throw fieldRequired({ fieldName: 'name' });
  return checkText(trimmed, 'name');
}

/** Calls in a period; null for what the settings say. */
export function checkRateLimit(calls: number | null | undefined): number | null {
  if (calls === null || calls === undefined) return null;
  if (calls < 0 || calls > MAX_CALLS) throw invalidFieldValue({ value: String(calls), fieldName: 'rate_limit' });
  return calls;
}

/** An address such as `dev@example.com`; null for none. */
export function checkEmail(email: Text): string | null {
  const trimmed = email?.trim() ?? '';
  if (trimmed === '') return null;
  if (!/^[^\s@]+@[^\s@]+$/.test(trimmed)) throw invalidFieldValue({ value: trimmed, fieldName: 'email' });
  return checkText(trimmed, 'email');
}

/** An absolute http or https URL without credentials; null for none. The browser and our HTTP client open nothing else. */
export function checkUrl(url: Text, fieldName: 'endpoint' | 'identity_link_url'): string | null {
  const trimmed = url?.trim() ?? '';
  if (trimmed === '') return null;
  if (!isHttpUrl(trimmed)) throw invalidFieldValue({ value: trimmed, fieldName });
  return checkText(trimmed, fieldName);
}
