import type { OpenDatabase } from '@tessera/database';
import {
  allowPrivateAddresses,
  baseUrl,
  checkedValue,
  countReadableSecrets,
  declaredSettings,
  longestWait,
  settingsReader,
  settingsSnapshot,
  verifyPassword,
} from '@tessera/modules';
import type { Module } from '@tessera/webapi';
import { type Finding, ok, problem, warning } from './finding.ts';

const MANY_OPEN = 10_000;
const LONG_WAIT_SECONDS = 3600;
const FUTURE_MS = 60_000;
/** What is tried on admin users, beside their own names. */
const GUESSES = ['Admin123!x', 'admin123', 'Admin123', 'Admin123!', 'password1', 'Password1', '123123q', 'magento2'];
const MOST_ADMINS = 10;

/** Whether the keys read every stored secret. */
export async function checkSecrets(
  { db }: OpenDatabase,
  keys: readonly Buffer[],
  modules: readonly Module[],
): Promise<Finding> {
  const { readable, unreadable, olderKey } = await countReadableSecrets(db, keys, modules);
  if (unreadable > 0)
    return problem(
      'secrets',
      `${unreadable} of ${readable + unreadable} stored secrets cannot be read with these keys.`,
    );
  return olderKey > 0
    ? warning(
        'secrets',
        `${olderKey} secrets are still encrypted with an older key. Do: tessera key:rotate --reencrypt-only`,
      )
    : ok('secrets', `All ${readable} stored secrets can be read.`);
}

/** Whether the stored values fit their settings, and which of them need a second thought. */
export async function checkSettings(database: OpenDatabase, modules: readonly Module[]): Promise<Finding[]> {
  const declared = declaredSettings(modules);
  const rows = await database.db.query.selectFrom('config_value').select(['path', 'value']).execute();
  const findings = rows.flatMap(({ path, value }) => {
    const setting = declared.get(path);
    if (setting === undefined) return [warning('settings', `${path} is stored, but no module declares it.`)];
    try {
      if (setting.type !== 'secret') checkedValue(setting, value ?? '');
      return [];
    } catch {
      return [problem('settings', `"${value}" is no value for ${path}.`)];
    }
  });
  database.snapshots.declare([settingsSnapshot]);
  await database.snapshots.refresh();
  const reader = settingsReader(database.db, { id: 0, websiteId: 0 }, declared);
  if (reader.get(baseUrl) === '')
    findings.push(
      warning('settings', `${baseUrl.path} is not set, so links in mails and callbacks follow each request's address.`),
    );
  if (reader.get(allowPrivateAddresses))
    findings.push(
      warning(
        'settings',
        `${allowPrivateAddresses.path} is on: callbacks and webhooks may go to addresses inside your network.`,
      ),
    );
  if (process.env['TESSERA_ALLOW_PRIVATE_ADDRESSES'] === '1')
    findings.push(
      warning(
        'settings',
        'TESSERA_ALLOW_PRIVATE_ADDRESSES is set: callbacks and webhooks may go to addresses inside your network.',
      ),
    );
  return findings.length > 0 ? findings : [ok('settings', `All ${rows.length} stored settings fit.`)];
}

/** How much waits to be done in the background. */
export async function checkQueue({ db }: OpenDatabase, now: number): Promise<Finding> {
  const { open } = await db.query
    .selectFrom('bulk_operation')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('status', '=', 4)
    .executeTakeFirstOrThrow();
  const seconds = await longestWait(db, now);
  const waits = `${open} queued operations wait${Number(open) > 0 ? `, the oldest for ${Math.ceil(seconds / 60)} minutes` : ''}.`;
  return Number(open) > MANY_OPEN || seconds > LONG_WAIT_SECONDS
    ? warning('queue', `${waits} Is a server or \`tessera worker\` running?`)
    : ok('queue', waits);
}

/** Whether something was written in the future: then the clock was put back, and tokens and nonces suffer. */
export async function checkPast({ db }: OpenDatabase, now: number): Promise<Finding[]> {
  const newest = await db.query
    .selectFrom('audit_entry')
    .select('occurred_at')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest !== undefined && Number(newest.occurred_at) > now + FUTURE_MS
    ? [
        problem(
          'clock',
          `The audit log was written at ${new Date(Number(newest.occurred_at)).toISOString()}, which is in the future.`,
        ),
      ]
    : [];
}

/** Whether an admin user still has a password that everybody tries first. */
export async function checkPasswords({ db }: OpenDatabase): Promise<Finding[]> {
  const users = await db.query
    .selectFrom('admin_user')
    .select(['username', 'password_hash'])
    .where('is_active', '=', 1)
    .orderBy('id')
    .limit(MOST_ADMINS)
    .execute();
  if (users.length === 0) return [warning('passwords', 'There is no active admin user.')];
  const guessed: string[] = [];
  for (const { username, password_hash } of users)
    for (const guess of [username, ...GUESSES])
      if (await verifyPassword(password_hash, guess)) {
        guessed.push(username);
        break;
      }
  return guessed.length > 0
    ? [problem('passwords', `Everybody guesses the password of ${guessed.join(', ')}. Change it.`)]
    : [ok('passwords', 'No admin user has a password that everybody tries first.')];
}
