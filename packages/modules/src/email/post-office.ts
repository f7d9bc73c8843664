import type { SendMailOptions, Transporter } from 'nodemailer';
import { keepMail } from './outbox.ts';

/** Where mails go; `null` for the outbox. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly encryption: string;
}
export interface Delivery {
  readonly mail: SendMailOptions;
  readonly smtp: SmtpServer | null;
  readonly varFolder: string;
  readonly outboxSize: number;
  /** Milliseconds since the epoch. */
  readonly moment: number;
}

const CONNECT_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 30_000;
const CONNECTIONS = 3;

/** Loaded with the first mail: it is large, and many installations send none. */
const nodemailer = () => import('nodemailer');

const connectTo = async ({ host, port, username, password, encryption }: SmtpServer): Promise<Transporter> =>
  (await nodemailer()).createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    host,
    port,
    secure: encryption === 'ssl',
    requireTLS: encryption === 'tls',
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: CONNECT_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(username === '' ? {} : { auth: { user: username, pass: password } }),
  });

const compose = async (mail: SendMailOptions) =>
  (await nodemailer())
    .createTransport({ streamTransport: true, buffer: true, newline: 'windows', disableFileAccess: true })
    .sendMail(mail);

/** The mails of one process that are on their way, and its connections to the mail server. */
export class PostOffice {
  readonly #underWay = new Set<Promise<void>>();
  /** Mails for the outbox are written one after the other. */
  #kept: Promise<unknown> = Promise.resolve();
  #server: { key: string; transport: Promise<Transporter> } | null = null;

  /** Begins a delivery and returns at once; a failure is told to `failed`, never thrown. */
  send(delivery: Delivery, failed: (error: unknown) => void): void {
    const turn: Promise<void> = this.#deliver(delivery)
      .catch(failed)
      .finally(() => this.#underWay.delete(turn));
    this.#underWay.add(turn);
  }

  /** Waits until no mail is under way, then hangs up. */
  async close(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    (await this.#server?.transport)?.close();
    this.#server = null;
  }

  async #deliver({ mail, smtp, varFolder, outboxSize, moment }: Delivery): Promise<void> {
    if (smtp !== null) {
      await (await this.#transportTo(smtp)).sendMail(mail);
      return;
    }
    const turn = this.#kept.then(async () => {
      const { message } = await compose(mail);
      await keepMail({ varFolder, size: outboxSize }, message as Buffer, moment);
    });
    this.#kept = turn.catch(() => {});
    await turn;
  }

  /** One pool of connections, made anew when the settings change. */
  #transportTo(smtp: SmtpServer): Promise<Transporter> {
    const key = JSON.stringify(smtp);
    if (this.#server?.key !== key) {
      void this.#server?.transport.then((transport) => transport.close());
      this.#server = { key, transport: connectTo(smtp) };
    }
    return this.#server.transport;
  }
}
