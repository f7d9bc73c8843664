import { type Db, epochSeconds, tableToChange } from '@tessera/database';
import { type Call, problem } from '@tessera/webapi';
import { identities } from '../../email/settings.ts';
import { resetProtection, resetRequestMinutes, resetRequestsPerHour } from '../settings.ts';

export const tooManyResets = problem(
  'too_many_password_resets',
  400,
  'We received too many requests for password resets. Please wait and try again later or contact %1.',
  'Password reset mails were asked for too often or too soon after one another.',
);

const HOUR = 3600;
/** What requests are counted by, for each value of `customer/password/password_reset_protection_type`. */
const COUNTED_BY: Readonly<Record<number, { readonly byEmail: boolean; readonly byAddress: boolean }>> = {
  0: { byEmail: false, byAddress: false },
  1: { byEmail: true, byAddress: true },
  2: { byEmail: false, byAddress: true },
  3: { byEmail: true, byAddress: false },
};

/**
 * Counts one password reset mail, inside the transaction that sends it. Only mails that are sent count, so that
 * nobody can lock somebody out with requests that fail.
 * @throws too_many_password_resets
 */
export async function admitResetMail(call: Call, db: Db, email: string): Promise<void> {
  const { settings } = call;
  const counts = COUNTED_BY[settings.get(resetProtection)] ?? { byEmail: true, byAddress: true };
  // One after the other for all: requests are counted by customer, by address, or by both.
  await tableToChange(db, 'customer_reset_mail');
  const now = epochSeconds(call.now());
  const minutes = settings.get(resetRequestMinutes);
  const since = now - Math.max(HOUR, minutes * 60);
  await db.query.deleteFrom('customer_reset_mail').where('sent_at', '<=', since).execute();
  const mine = { email_key: email.toLowerCase(), remote_address: call.remoteAddress };
  const mails = db.query.selectFrom('customer_reset_mail').select('sent_at');
  const ofEmail = counts.byEmail ? mails.where('email_key', '=', mine.email_key) : mails;
  const counted = counts.byAddress ? ofEmail.where('remote_address', '=', mine.remote_address) : ofEmail;
  const sent = counts.byEmail || counts.byAddress ? await counted.execute() : [];
  const limit = settings.get(resetRequestsPerHour);
  const tooMany = limit > 0 && sent.filter((row) => row.sent_at > now - HOUR).length >= limit;
  const tooSoon = minutes > 0 && sent.some((row) => row.sent_at > now - minutes * 60);
  if (tooMany || tooSoon) throw tooManyResets([settings.get(identities.support.email)]);
  await db.query
    .insertInto('customer_reset_mail')
    .values({ ...mine, sent_at: now })
    .execute();
}
