import { HIDDEN, isSecretName, type NameRule, type Place, placeOf, secretFields } from '@tessera/webapi';

const MAX_TEXT = 200;
const MAX_ITEMS = 20;
const MAX_FIELDS = 100;
const MAX_DEPTH = 6;

const shortened = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

/**
 * The fields of a change as the audit log keeps them: without what was not given, secrets masked, long texts and lists cut.
 */
export function maskedChanges(given: unknown, isSecret: NameRule = isSecretName): unknown {
  let fields = 0;
  const masked = (value: unknown, depth: number, place: Place = 'anywhere'): unknown => {
    if (typeof value === 'string') return shortened(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_DEPTH) return '…';
    if (Array.isArray(value)) {
      const shown = value.slice(0, MAX_ITEMS).map((entry) => masked(entry, depth + 1));
      return value.length > MAX_ITEMS ? [...shown, `… ${value.length - MAX_ITEMS} more`] : shown;
    }
    return maskedObject(value as Readonly<Record<string, unknown>>, depth, place);
  };
  const maskedObject = (
    object: Readonly<Record<string, unknown>>,
    depth: number,
    place: Place,
  ): Record<string, unknown> => {
    const shown: Record<string, unknown> = {};
    const isHidden = secretFields(object, isSecret, place);
    for (const name in object) {
      const value = object[name];
      if (value === undefined || value === null) continue;
      if (++fields > MAX_FIELDS) break;
      shown[shortened(name)] = isHidden(name) ? HIDDEN : masked(value, depth + 1, placeOf(name, isSecret));
    }
    return shown;
  };
  return masked(given, 0);
}
