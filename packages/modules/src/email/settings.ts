import { setting } from '@tessera/webapi';

const everywhere = ['default', 'websites', 'stores'] as const;

export const mailDisabled = setting('system/smtp/disable', {
  type: 'bool',
  default: false,
  label: 'Disable Email Communications',
  scopes: everywhere,
  description: 'Sends no mail at all, and keeps none.',
});
export const mailTransport = setting('system/smtp/transport', {
  type: 'string',
  default: 'outbox',
  options: ['outbox', 'smtp'],
  label: 'Transport',
  description:
    'outbox: mails are kept as .eml files in the folder `outbox` below the var folder; smtp: they go to the mail server.',
});
export const smtpHost = setting('system/smtp/host', {
  type: 'string',
  default: 'localhost',
  label: 'Host',
  description: 'Name or address of the mail server.',
});
export const smtpPort = setting('system/smtp/port', {
  type: 'int',
  default: 25,
  min: 1,
  max: 65535,
  label: 'Port',
  description: 'Port of the mail server: 25, 587 or, with TLS from the start, 465.',
});
export const smtpUsername = setting('system/smtp/username', {
  type: 'string',
  default: '',
  label: 'Username',
  description: 'Account at the mail server. Empty: none is needed.',
});
export const smtpPassword = setting('system/smtp/password', {
  type: 'secret',
  default: '',
  label: 'Password',
  description: 'Password of the account at the mail server; encrypted where it is stored.',
});
export const smtpEncryption = setting('system/smtp/ssl', {
  type: 'string',
  default: '',
  options: ['', 'tls', 'ssl'],
  label: 'SSL/TLS',
  description: 'Empty: TLS where the mail server offers it; tls: no mail without STARTTLS; ssl: TLS from the start.',
});
export const outboxSize = setting('tessera/mail/outbox_size', {
  type: 'int',
  default: 1000,
  min: 1,
  label: 'Mails Kept',
  description: 'How many mails the outbox keeps; the oldest go first.',
});

const identity = (code: 'general' | 'support', label: string, name: string, email: string) => ({
  name: setting(`trans_email/ident_${code}/name`, {
    type: 'string',
    default: name,
    label: `${label}: Sender Name`,
    scopes: everywhere,
    description: 'Name that mails come from.',
  }),
  email: setting(`trans_email/ident_${code}/email`, {
    type: 'string',
    default: email,
    label: `${label}: Sender Email`,
    scopes: everywhere,
    description: 'Address that mails come from.',
  }),
});
/** Senders of mails: greetings and confirmations come from `general`, what concerns passwords from `support`. */
export const identities = {
  general: identity('general', 'General Contact', 'Owner', 'owner@example.com'),
  support: identity('support', 'Customer Support', 'CustomerSupport', 'support@example.com'),
};
export type Identity = keyof typeof identities;

export const storeInformationName = setting('general/store_information/name', {
  type: 'string',
  default: '',
  label: 'Store Name',
  scopes: everywhere,
  description: 'What mails call the store. Empty: the name of the store group.',
});

export const settings = [
  mailDisabled,
  mailTransport,
  smtpHost,
  smtpPort,
  smtpUsername,
  smtpPassword,
  smtpEncryption,
  outboxSize,
  identities.general.name,
  identities.general.email,
  identities.support.name,
  identities.support.email,
  storeInformationName,
];
