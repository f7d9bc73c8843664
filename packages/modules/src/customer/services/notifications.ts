import type { Db } from '@tessera/database';
import { type Call, callAs, type StoreScope } from '@tessera/webapi';
import { sendMail, shopLink } from '../../email/send-mail.ts';
import type { Action, MailName, Mails } from '../../email/templates.ts';
import { storesOf } from '../../store/stores.ts';
import type { CustomerOnTheWire } from '../wire-form.ts';

/** Whom a mail is for. */
export type Addressee = Pick<CustomerOnTheWire, 'email' | 'firstname' | 'lastname' | 'store_id'> & {
  readonly id?: number | null | undefined;
};

const homeStore = (call: Call, { store_id }: Addressee): StoreScope =>
  storesOf(call).byId.get(store_id ?? -1) ?? storesOf(call).defaultStore;
const nameOf = ({ firstname, lastname }: Addressee): string => `${firstname} ${lastname}`;

/** Mails are sent once the transaction of `db` is committed. */
function send<N extends MailName>(call: Call, db: Db, to: Addressee, template: N, variables: Mails[N]): Promise<void> {
  const address = { email: to.email ?? '', name: nameOf(to) };
  return sendMail(callAs(call, { db }), { template, to: address, variables, store: homeStore(call, to) });
}

function action(call: Call, to: Addressee, path: string, parameter: 'key' | 'token', code: string): Action {
  const link = shopLink(call, homeStore(call, to), path, { id: String(to.id ?? ''), [parameter]: code });
  return { link, code };
}

export const sendWelcome = (call: Call, db: Db, to: Addressee): Promise<void> =>
  send(call, db, to, 'welcome', { customerName: nameOf(to) });

export const sendWelcomeWithoutPassword = (call: Call, db: Db, to: Addressee, token: string): Promise<void> =>
  send(call, db, to, 'welcome_without_password', {
    customerName: nameOf(to),
    action: action(call, to, 'customer/account/createPassword/', 'token', token),
  });

export const sendConfirmationKey = (call: Call, db: Db, to: Addressee, key: string): Promise<void> =>
  send(call, db, to, 'confirmation', {
    customerName: nameOf(to),
    action: action(call, to, 'customer/account/confirm/', 'key', key),
  });

export const sendConfirmed = (call: Call, db: Db, to: Addressee): Promise<void> =>
  send(call, db, to, 'confirmed', { customerName: nameOf(to) });

export const sendResetToken = (call: Call, db: Db, to: Addressee, token: string, hours: number): Promise<void> =>
  send(call, db, to, 'password_reset', {
    customerName: nameOf(to),
    action: action(call, to, 'customer/account/createPassword/', 'token', token),
    hours,
  });

export const sendPasswordChanged = (call: Call, db: Db, to: Addressee): Promise<void> =>
  send(call, db, to, 'password_changed', { customerName: nameOf(to) });

/** Told to the old address when customers change it themselves, so that nobody loses an account unnoticed. */
export const sendEmailChanged = (call: Call, db: Db, before: Addressee, newEmail: string): Promise<void> =>
  send(call, db, before, 'email_changed', { customerName: nameOf(before), newEmail });
