import { camelCase, pascalCase } from '../contract/naming.ts';
import { isSecretName, type NameRule } from './secret-names.ts';

/** What stands in place of a secret, whatever its type and length. */
export const HIDDEN = '******';

/**
 * Where an object stands: in a field of a secret name (`token: { value }`), or as the map from codes to values that
 * `custom_attributes` may be, in which every name is a code.
 */
export type Place = 'anywhere' | 'secret' | 'codes';

/**
 * Fields that name what their neighbour holds, and that neighbour: `{ path: 'system/smtp/password', value: … }`. In all
 * spellings that are read.
 */
const NAMING = ['attribute_code', 'path', 'name', 'code', 'field'].flatMap((name) => [
  ...new Set([name, camelCase(name), pascalCase(name)]),
]);
const NAMED = ['value', 'Value'];
const ATTRIBUTES = ['custom_attributes', 'customAttributes', 'CustomAttributes'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where the object stands that a field of this name holds. */
export const placeOf = (name: string, isSecret: NameRule): Place =>
  ATTRIBUTES.includes(name) ? 'codes' : isSecret(name) ? 'secret' : 'anywhere';

/**
 * Which fields of an object must not be shown: the one rule for queued operations, their results and the audit log.
 * An object in a field of a secret name has fields of its own, which say themselves what they are.
 */
export function secretFields(
  object: Readonly<Record<string, unknown>>,
  isSecret: NameRule,
  place: Place,
): (name: string) => boolean {
  const isNamed =
    place === 'secret' ||
    NAMING.some((name) => {
      const named = Object.hasOwn(object, name) ? object[name] : null;
      return typeof named === 'string' && isSecret(named);
    });
  return (name) => {
    const value = object[name];
    if (value === null || value === undefined) return false;
    return (isNamed && NAMED.includes(name)) || (isSecret(name) && (place === 'codes' || !isObject(value)));
  };
}

/** A copy of a JSON value with its secrets hidden. */
export function hideSecrets(value: unknown, isSecret: NameRule = isSecretName, place: Place = 'anywhere'): unknown {
  if (Array.isArray(value)) return value.map((entry) => hideSecrets(entry, isSecret));
  if (!isObject(value)) return value;
  const isHidden = secretFields(value, isSecret, place);
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      isHidden(name) ? HIDDEN : hideSecrets(entry, isSecret, placeOf(name, isSecret)),
    ]),
  );
}
