import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
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

const connectTo = ({ host, port, username, password, encryption }: SmtpServer): Transporter =>
  createTransport({
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

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', disableFileAccess: true });

/** The mails of one process that are on their way, and its connections to the mail server. */
export class PostOffice {
  readonly #underWay = new Set<Promise<void>>();
  /** Mails for the outbox are written one after the other. */
  #kept: Promise<unknown> = Promise.resolve();
  #server: { key: string; transport: Transporter } | null = null;

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
    this.#server?.transport.close();
    this.#server = null;
  }

  async #deliver({ mail, smtp, varFolder, outboxSize, moment }: Delivery): Promise<void> {
    if (smtp !== null) {
      await this.#transportTo(smtp).sendMail(mail);
      return;
    }
    const turn = this.#kept.then(async () => {
      const { message } = await composer.sendMail(mail);
      await keepMail({ varFolder, size: outboxSize }, message as Buffer, moment);
    });
    this.#kept = turn.catch(() => {});
    await turn;
  }

  /** One pool of connections, made anew when the settings change. */
  #transportTo(smtp: SmtpServer): Transporter {
    const key = JSON.stringify(smtp);
    if (this.#server?.key !== key) {
      this.#server?.transport.close();
      this.#server = { key, transport: connectTo(smtp) };
    }
    return this.#server.transport;
  }
}
