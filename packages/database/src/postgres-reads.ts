import { Socket } from 'node:net';
import pg from 'pg';
import { AnswerWatch } from './answer-watch.ts';
import { endClient } from './end-client.ts';
import { prepareSession } from './postgres-session.ts';
import { PreparedRead, RowShapes } from './prepared-read.ts';
import { isStalePlan } from './stale-plan.ts';
import type { CompiledStatement } from './statement.ts';

/** Enough that one slow statement holds up a part of the others only. */
const LANES = 4;
/** Statements that one lane takes in one turn. */
const MOST_AT_ONCE = 64;

/**
 * The hot path's reads: prepared statements over a few connections of their own, each with any number of statements
 * under way. Those of all requests that were read in the same turn of the event loop are sent together, so that the
 * more load there is, the fewer system calls a statement costs, here and at the server. Each is a transaction of its
 * own, as over a pool.
 */
export class PostgresReads {
  readonly #lanes: readonly Lane[];
  /** Takes the statements of this turn. */
  #current: Lane | null = null;

  /** @param limit how long a statement may go unanswered, in milliseconds; null for ever */
  constructor(options: pg.ClientConfig, limit: number | null = null) {
    // What one connection has lost, its neighbours may have lost as well.
    const onSilence = (): void => {
      for (const lane of this.#lanes) lane.letGo();
    };
    this.#lanes = Array.from({ length: LANES }, () => new Lane(options, limit, onSilence));
  }

  read(statement: CompiledStatement, values: unknown[]): Promise<unknown[]> {
    return this.#laneOfTheTurn().read(statement, values);
  }

  #laneOfTheTurn(): Lane {
    if (this.#current !== null && this.#current.gathered < MOST_AT_ONCE) return this.#current;
    if (this.#current === null) {
      setImmediate(() => {
        this.#current = null;
      });
    }
    this.#current = this.#lanes.reduce((idlest, lane) => (lane.underWay < idlest.underWay ? lane : idlest));
    return this.#current;
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}

interface Connection {
  readonly client: pg.Client;
  readonly socket: Socket;
  readonly shapes: RowShapes;
  /** null where statements may go unanswered for ever. */
  readonly watch: AnswerWatch | null;
}

/** One connection, made at first use, and made anew at the next use after it was lost. */
class Lane {
  readonly #options: pg.ClientConfig;
  readonly #limit: number | null;
  readonly #onSilence: () => void;
  #opening: Promise<Connection> | null = null;
  #connection: Connection | null = null;
  #gathered = 0;
  #underWay = 0;

  constructor(options: pg.ClientConfig, limit: number | null, onSilence: () => void) {
    this.#options = options;
    this.#limit = limit;
    this.#onSilence = onSilence;
  }

  /** Statements that wait to be sent. */
  get gathered(): number {
    return this.#gathered;
  }
  /** Statements without an answer yet. */
  get underWay(): number {
    return this.#underWay;
  }

  async read(statement: CompiledStatement, values: unknown[], isRepeated = false): Promise<unknown[]> {
    this.#underWay++;
    let connection = this.#connection;
    try {
      const { client, socket, shapes, watch } = (connection ??= await this.#connect());
      this.#gather(socket);
      const query = (): Promise<unknown[]> =>
        new Promise((answered, failed) => {
          client.query(new PreparedRead(statement, values, shapes, answered, failed));
        });
      return await (watch === null ? query() : watch.during(query));
    } catch (error) {
      if (isRepeated || connection === null || !isStalePlan(error)) throw error;
      this.#renew(connection);
      return this.read(statement, values, true);
    } finally {
      this.#underWay--;
    }
  }

  /** Ends a connection that nobody is using; what others wait for is watched over. */
  letGo(): void {
    if (this.#underWay === 0) this.#connection?.socket.destroy();
  }

  /** Holds back what is written until the sockets that are ready have been read: their statements come along. */
  #gather(socket: Socket): void {
    if (this.#gathered++ > 0) return;
    socket.cork();
    setImmediate(() => {
      this.#gathered = 0;
      socket.uncork();
    });
  }

  #connect(): Promise<Connection> {
    return (this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    }));
  }

  async #open(): Promise<Connection> {
    const socket = new Socket();
    const client = new pg.Client({ ...this.#options, pipeline: true, stream: () => socket });
    // Statements under way hear of it by themselves.
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    await client.connect();
    const watch = this.#limit === null ? null : await this.#watchOver(client, socket, this.#limit);
    this.#connection = { client, socket, shapes: new RowShapes(client), watch };
    return this.#connection;
  }

  async #watchOver(client: pg.Client, socket: Socket, limit: number): Promise<AnswerWatch> {
    const giveUp = (): void => void socket.destroy();
    await prepareSession(client, limit, giveUp);
    return new AnswerWatch(limit, () => {
      giveUp();
      this.#onSilence();
    });
  }

  /** Goes on over a new connection; the old one ends once what is under way there is answered. */
  #renew({ client }: Connection): void {
    if (this.#connection?.client !== client) return;
    this.#lose(client);
    void client.end();
  }

  #lose(client: pg.Client): void {
    if (this.#connection?.client !== client) return;
    this.#connection = null;
    this.#opening = null;
  }

  async close(): Promise<void> {
    await this.#opening?.then(({ client, socket }) => endClient(client, socket)).catch(() => {});
  }
}
