import type { Call, Ports, StoreScope } from '@tessera/webapi';
import { secretSetting } from '../config/secret-settings.ts';
import { baseUrl, secureBaseUrl } from '../store/settings.ts';
import { storesOf } from '../store/stores.ts';
import { type Delivery, PostOffice, type SmtpServer } from './post-office.ts';
import { oneLine, renderMail } from './render.ts';
import {
  identities,
  mailDisabled,
  mailTransport,
  outboxSize,
  smtpEncryption,
  smtpHost,
  smtpPassword,
  smtpPort,
  smtpUsername,
  storeInformationName,
} from './settings.ts';
import { type MailName, type Mails, templates } from './templates.ts';

export interface Mail<N extends MailName> {
  readonly template: N;
  readonly to: { readonly email: string; readonly name: string };
  readonly variables: Mails[N];
  /** Store view in whose name the mail is sent, where it is not that of the call. */
  readonly store?: Pick<StoreScope, 'id' | 'websiteId' | 'groupId'>;
}

// One bare address: no list, no comment, no route, no line of its own.
const ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}<>()[\]\\,;:"@]{1,255}$/u;
const checkedAddress = (email: string): string => {
  if (!ADDRESS.test(email)) throw new Error('the recipient or sender has no usable e-mail address');
  return email;
};

const offices = new WeakMap<Ports, PostOffice>();
function officeOf(ports: Ports): PostOffice {
  let office = offices.get(ports);
  if (office === undefined) offices.set(ports, (office = new PostOffice()));
  return office;
}

/** Waits until the mails of a process are on their way; to be called before it ends. */
export const closePostOffice = async (ports: Ports): Promise<void> => offices.get(ports)?.close();

function smtpServer(call: Pick<Call, 'ports' | 'settings'>): SmtpServer | null {
  const { settings } = call;
  if (settings.get(mailTransport) !== 'smtp') return null;
  return {
    host: settings.get(smtpHost),
    port: settings.get(smtpPort),
    username: settings.get(smtpUsername),
    password: secretSetting(call, smtpPassword),
    encryption: settings.get(smtpEncryption),
  };
}

function compose<N extends MailName>(call: Call, { template, to, variables, store = call.store }: Mail<N>): Delivery {
  const settings = call.settings.at(store);
  const group = storesOf(call).groups.find((entry) => entry.id === store.groupId);
  const storeName = settings.get(storeInformationName) || (group?.name ?? '');
  const wording = templates[template](variables, storeName);
  const sender = identities[wording.from];
  const moment = call.now();
  return {
    moment,
    mail: {
      ...renderMail(wording, storeName),
      from: { name: oneLine(settings.get(sender.name)), address: checkedAddress(settings.get(sender.email)) },
      to: { name: oneLine(to.name), address: checkedAddress(to.email) },
      date: new Date(moment),
      headers: { 'Auto-Submitted': 'auto-generated' },
    },
    smtp: smtpServer(call),
    varFolder: call.ports.varFolder,
    outboxSize: settings.get(outboxSize),
  };
}

/**
 * Sends a mail once the surrounding transaction is committed (inside of one, the call must carry its door). It does
 * not wait for the mail server, so that neither a failure nor the time it takes shows in the answer; failures are in
 * the log, without the address.
 */
export async function sendMail<N extends MailName>(call: Call, mail: Mail<N>): Promise<void> {
  if (call.settings.at(mail.store ?? call.store).get(mailDisabled)) return;
  const failed = (error: unknown): void =>
    call.ports.log.error({ err: error, template: mail.template, request: call.requestId }, 'a mail could not be sent');
  try {
    const delivery = compose(call, mail);
    await call.db.afterCommit(() => officeOf(call.ports).send(delivery, failed));
  } catch (error) {
    failed(error);
  }
}

/**
 * A link into the shop for a mail; null where its address is not configured. The address under which a request came in
 * does not count: whoever sends a request chooses it, and would be sent the token of somebody else's password.
 */
export function shopLink(
  call: Call,
  store: Pick<StoreScope, 'id' | 'websiteId'>,
  path: string,
  query: Readonly<Record<string, string>>,
): string | null {
  const settings = call.settings.at(store);
  const base = settings.get(secureBaseUrl) || settings.get(baseUrl);
  if (!URL.canParse(base)) return null;
  const url = new URL(path, base.endsWith('/') ? base : `${base}/`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
