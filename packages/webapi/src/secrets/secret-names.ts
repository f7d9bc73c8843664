import type { SettingsReader } from '../settings/setting.ts';

/** Whether what has this name (a field, a custom attribute, a setting's path) is a secret. */
export type NameRule = (name: string) => boolean;

/** Words of a field's name that say that its value is a secret. */
const SECRET_WORDS = new Set([
  ...['password', 'passwd', 'passphrase', 'passcode', 'pass', 'pwd', 'token', 'secret', 'secrets', 'key', 'otp', 'pin'],
  ...['hash', 'credential', 'credentials', 'authorization', 'cookie', 'verifier', 'signature', 'cvv', 'jwt'],
]);
/** The same where words are not told apart: `userpassword`, `ACCESSTOKEN`, `pASSWORD`. */
const SECRET_PARTS = /passw(?:or)?d|passphrase|token|secret(?!ar)|credential|apikey|privatekey|consumerkey/i;
/** Secrets that no word tells: the key that confirms a customer's account. */
const SECRET_NAMES = new Set(['confirmation']);

const verdicts = new Map<string, boolean>();
/** Whether a field of this name holds a secret: `newPassword`, `access_token_secret`, `confirmationKey`, … */
export const isSecretName: NameRule = (name) => {
  let verdict = verdicts.get(name);
  if (verdict === undefined) {
    verdict = judge(name);
    // Names of custom attributes and settings come from clients, so only some are remembered.
    if (verdicts.size < 2000 && name.length < 100) verdicts.set(name, verdict);
  }
  return verdict;
};

const judge = (name: string): boolean =>
  SECRET_NAMES.has(name.toLowerCase()) ||
  SECRET_PARTS.test(name) ||
  name.split(/[^a-zA-Z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).some((word) => SECRET_WORDS.has(word.toLowerCase()));

/** The rule of an installation: by their names, and the settings that a module declares as secret by their paths. */
export const secretNames =
  ({ declared }: Pick<SettingsReader, 'declared'>): NameRule =>
  (name) =>
    isSecretName(name) || declared.get(name)?.type === 'secret';
