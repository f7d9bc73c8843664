import type { Identity } from './settings.ts';

/** What follows from a mail: a link where the store's address is configured, else a code to be typed in. */
export interface Action {
  /** Null where the store's own address is not configured: that of a request could be anybody's. */
  readonly link: string | null;
  readonly code: string;
}

/** The mails there are, with what each is told. */
export interface Mails {
  welcome: { readonly customerName: string };
  /** For accounts that somebody else has made. */
  welcome_without_password: { readonly customerName: string; readonly action: Action };
  confirmation: { readonly customerName: string; readonly action: Action };
  confirmed: { readonly customerName: string };
  password_reset: { readonly customerName: string; readonly action: Action; readonly hours: number };
  password_changed: { readonly customerName: string };
  email_changed: { readonly customerName: string; readonly newEmail: string };
}
export type MailName = keyof Mails;

/** A mail in words, before it is made text and HTML. */
export interface Wording {
  readonly from: Identity;
  readonly subject: string;
  /** Paragraphs; an action stands where it is to be shown. */
  readonly body: readonly (string | Action)[];
}
type Template<V> = (variables: V, storeName: string) => Wording;

export const templates: { readonly [N in MailName]: Template<Mails[N]> } = {
  welcome: ({ customerName }, storeName) => ({
    from: 'general',
    subject: `Your account at ${storeName}`,
    body: [
      `Hello ${customerName},`,
      `your account at ${storeName} is ready. Sign in with your e-mail address and the password that you have chosen.`,
    ],
  }),
  welcome_without_password: ({ customerName, action }, storeName) => ({
    from: 'general',
    subject: `Choose a password for your account at ${storeName}`,
    body: [
      `Hello ${customerName},`,
      `an account was made for you at ${storeName}. To sign in, choose a password first:`,
      action,
    ],
  }),
  confirmation: ({ customerName, action }, storeName) => ({
    from: 'general',
    subject: `Confirm your e-mail address for ${storeName}`,
    body: [
      `Hello ${customerName},`,
      'please confirm that this e-mail address is yours. Your account can be used from then on:',
      action,
      'If you have made no account, leave this mail unanswered.',
    ],
  }),
  confirmed: ({ customerName }, storeName) => ({
    from: 'general',
    subject: `Your account at ${storeName} is confirmed`,
    body: [`Hello ${customerName},`, 'thank you for confirming your e-mail address. You can sign in now.'],
  }),
  password_reset: ({ customerName, action, hours }, storeName) => ({
    from: 'support',
    subject: `Choose a new password for ${storeName}`,
    body: [
      `Hello ${customerName},`,
      `somebody, most likely you, has asked for a new password at ${storeName}. Choose one here:`,
      action,
      `This is good for ${hours === 1 ? 'one hour' : `${hours} hours`}. If it was not you, do nothing: your password stays as it is.`,
    ],
  }),
  password_changed: ({ customerName }, storeName) => ({
    from: 'support',
    subject: `Your password at ${storeName} was changed`,
    body: [
      `Hello ${customerName},`,
      `the password of your account at ${storeName} was changed. If it was not you, tell us at once by answering this mail.`,
    ],
  }),
  email_changed: ({ customerName, newEmail }, storeName) => ({
    from: 'support',
    subject: `Your e-mail address at ${storeName} was changed`,
    body: [
      `Hello ${customerName},`,
      `the e-mail address of your account at ${storeName} is ${newEmail} now. If it was not you, tell us at once by answering this mail.`,
    ],
  }),
};
