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

const ask = (client: pg.Client, statement: CompiledStatement, values: unknown[], shapes: RowShapes) => () =>
  new Promise<unknown[]>((answered, failed) => {
    client.query(new PreparedRead(statement, values, shapes, answered, failed));
  });

/** One connection, made at first use, and made anew at the next use after it was lost. */
class Lane {
  readonly #options: pg.ClientConfig;
  readonly #limit: number | null;
  readonly #onSilence: () => void;
  #socket = new Socket();
  #connected: Promise<pg.Client> | null = null;
  #client: pg.Client | null = null;
  #shapes = new RowShapes(pg.types);
  #watch: AnswerWatch | null = null;
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
    let client = this.#client;
    try {
      client ??= await this.#connect();
      this.#gather();
      const query = ask(client, statement, values, this.#shapes);
      return await (this.#watch === null ? query() : this.#watch.during(query));
    } catch (error) {
      if (isRepeated || !isStalePlan(error)) throw error;
      this.#renew(client);
      return this.read(statement, values, true);
    } finally {
      this.#underWay--;
    }
  }

  /** Ends a connection that nobody is using; what others wait for is watched over. */
  letGo(): void {
    if (this.#underWay === 0) this.#socket.destroy();
  }

  /** Holds back what is written until the sockets that are ready have been read: their statements come along. */
  #gather(): void {
    if (this.#gathered++ > 0) return;
    const socket = this.#socket;
    socket.cork();
    setImmediate(() => {
      this.#gathered = 0;
      socket.uncork();
    });
  }

  #connect(): Promise<pg.Client> {
    return (this.#connected ??= this.#open().catch((error: unknown) => {
      this.#connected = null;
      throw error;
    }));
  }

  async #open(): Promise<pg.Client> {
    const socket = new Socket();
    const client = new pg.Client({ ...this.#options, pipeline: true, stream: () => socket });
    // Statements under way hear of it by themselves.
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    await client.connect();
    if (this.#limit !== null) {
      const giveUp = (): void => void socket.destroy();
      await prepareSession(client, this.#limit, giveUp);
      this.#watch = new AnswerWatch(this.#limit, () => {
        giveUp();
        this.#onSilence();
      });
    }
    this.#socket = socket;
    this.#shapes = new RowShapes(client);
    this.#client = client;
    return client;
  }

  /** Goes on over a new connection; the old one ends once what is under way there is answered. */
  #renew(client: pg.Client | null): void {
    if (client === null || this.#client !== client) return;
    this.#lose(client);
    void client.end();
  }

  #lose(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#connected = null;
  }

  async close(): Promise<void> {
    await this.#connected?.then((client) => endClient(client, this.#socket)).catch(() => {});
  }
}
