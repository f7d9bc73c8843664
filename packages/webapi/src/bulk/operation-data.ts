import { createHash } from 'node:crypto';
import type { StoreScope } from '../access/call.ts';
import { hideSecrets } from '../secrets/secret-fields.ts';
import type { NameRule } from '../secrets/secret-names.ts';

type Plain = Record<string, unknown>;

/** The stored form of an operation, as Magento's status answers show it (behaviour G10). */
interface StoredOperation {
  readonly entity_id: null;
  readonly entity_link: '';
  /** The input as JSON: what the client sent, with the forced parameters in it. */
  readonly meta_information: string;
  readonly store_id: number;
}

export function serializeOperation(input: Plain, store: StoreScope): string {
  const stored: StoredOperation = {
    entity_id: null,
    entity_link: '',
    meta_information: JSON.stringify(input),
    store_id: store.id,
  };
  return JSON.stringify(stored);
}

/** The input of a stored operation. */
export const operationInput = (data: string): Plain =>
  JSON.parse((JSON.parse(data) as StoredOperation).meta_information) as Plain;

/** SHA-256 of the stored form in hexadecimal: by it a client can tell its operations apart. */
export const dataHash = (data: string): string => createHash('sha256').update(data).digest('hex');

/** The stored form for other eyes than the executor's: passwords and the like are hidden. */
export function withoutSecrets(data: string, isSecret: NameRule): string {
  const stored = JSON.parse(data) as StoredOperation;
  const input: unknown = JSON.parse(stored.meta_information);
  return JSON.stringify({ ...stored, meta_information: JSON.stringify(hideSecrets(input, isSecret)) });
}
