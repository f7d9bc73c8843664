/** Words of a field's name that say that its value is a secret. */
const SECRET_WORDS = new Set([
  ...['password', 'passwd', 'passphrase', 'pass', 'token', 'secret', 'secrets', 'key', 'otp', 'pin', 'hash'],
  ...['credential', 'credentials', 'authorization', 'cookie', 'verifier', 'signature', 'cvv'],
]);
/** Fields whose neighbour `value` is what they name. */
const NAMING_FIELDS = ['attribute_code', 'path', 'name', 'code', 'field'];

const MASK = '******';
const MAX_TEXT = 200;
const MAX_ITEMS = 20;
const MAX_FIELDS = 100;
const MAX_DEPTH = 6;

const verdicts = new Map<string, boolean>();
/** Whether a field of this name holds a secret: `newPassword`, `access_token_secret`, `confirmationKey`, … */
export function isSecretName(name: string): boolean {
  let verdict = verdicts.get(name);
  if (verdict === undefined) {
    verdict = name.split(/[^a-zA-Z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).some((word) => SECRET_WORDS.has(word.toLowerCase()));
    // Names of custom attributes and settings come from clients, so only some are remembered.
    if (verdicts.size < 2000) verdicts.set(name, verdict);
  }
  return verdict;
}

const shortened = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

/**
 * The fields of a change as the audit log keeps them: without what was not given, secrets masked, long texts and lists cut.
 * @param isSecret further names whose `value` is secret, for example the paths of secret settings
 */
export function maskedChanges(given: unknown, isSecret: (name: string) => boolean = () => false): unknown {
  let fields = 0;
  const secretName = (name: string): boolean => isSecretName(name) || isSecret(name);
  const masked = (value: unknown, depth: number, inSecret = false): unknown => {
    if (typeof value === 'string') return shortened(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_DEPTH) return '…';
    if (Array.isArray(value)) {
      const shown = value.slice(0, MAX_ITEMS).map((entry) => masked(entry, depth + 1));
      return value.length > MAX_ITEMS ? [...shown, `… ${value.length - MAX_ITEMS} more`] : shown;
    }
    return maskedObject(value as Readonly<Record<string, unknown>>, depth, inSecret);
  };
  const maskedObject = (
    object: Readonly<Record<string, unknown>>,
    depth: number,
    inSecret: boolean,
  ): Record<string, unknown> => {
    const shown: Record<string, unknown> = {};
    const valueIsSecret =
      inSecret ||
      NAMING_FIELDS.some((field) => typeof object[field] === 'string' && secretName(object[field] as string));
    for (const name in object) {
      const value = object[name];
      if (value === undefined || value === null) continue;
      if (++fields > MAX_FIELDS) break;
      const secret = isSecretName(name);
      // An object of such a name has fields of its own, which say themselves what they are: `token: { label }`.
      const isObject = typeof value === 'object' && !Array.isArray(value);
      const hidden = (secret && !isObject) || (name === 'value' && valueIsSecret);
      shown[shortened(name)] = hidden ? MASK : masked(value, depth + 1, secret);
    }
    return shown;
  };
  return masked(given, 0);
}
