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

let composer: Promise<Transporter> | undefined;
const makeComposer = async (): Promise<Transporter> =>
  (await nodemailer()).createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
  }) as Transporter;

async function keep({ mail, varFolder, outboxSize, moment }: Delivery): Promise<void> {
  composer ??= makeComposer();
  const { message } = await (await composer).sendMail(mail);
  await keepMail({ varFolder, size: outboxSize }, message as Buffer, moment);
}

/** Mails that are written to the outbox at the same time. */
const WRITERS = 16;
/** Mails that a mail server has not taken yet; a slow one must not fill the memory. */
const MOST_UNDER_WAY = 10_000;

interface Waiting {
  readonly delivery: Delivery;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** The mails of one process that are on their way, and its connections to the mail server. */
export class PostOffice {
  readonly #underWay = new Set<Promise<void>>();
  /** Mails for the outbox, the oldest first. */
  readonly #waiting: Waiting[] = [];
  #writers = 0;
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

  async #deliver(delivery: Delivery): Promise<void> {
    const { mail, smtp } = delivery;
    if (smtp === null) return this.#keep(delivery);
    if (this.#underWay.size > MOST_UNDER_WAY) throw new Error('too many mails wait for the mail server');
    await (await this.#transportTo(smtp)).sendMail(mail);
  }

  /** Under load mails are made faster than files: those that the outbox would not keep anyway are not waited for. */
  #keep(delivery: Delivery): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ delivery, done, failed });
      if (this.#waiting.length > delivery.outboxSize) this.#waiting.shift()?.done();
      this.#write();
    });
  }

  #write(): void {
    while (this.#writers < WRITERS) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#writers++;
      void keep(next.delivery)
        .then(next.done, next.failed)
        .finally(() => {
          this.#writers--;
          this.#write();
        });
    }
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
