import { Socket } from 'node:net';
import pg from 'pg';
import { AnswerWatch } from './answer-watch.ts';
import { endClient } from './end-client.ts';
import { prepareSession } from './postgres-session.ts';
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

  async read({ name, sql }: CompiledStatement, values: unknown[]): Promise<unknown[]> {
    const lane = this.#laneOfTheTurn();
    const { rows } = await lane.query({ name, text: sql, values });
    return rows;
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

/** One connection, made at first use, and made anew at the next use after it was lost. */
class Lane {
  readonly #options: pg.ClientConfig;
  readonly #limit: number | null;
  readonly #onSilence: () => void;
  #socket = new Socket();
  #connected: Promise<pg.Client> | null = null;
  #client: pg.Client | null = null;
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

  async query(query: pg.QueryConfig): Promise<pg.QueryResult> {
    this.#underWay++;
    try {
      const client = this.#client ?? (await this.#connect());
      this.#gather();
      const answer = () => client.query(query);
      return await (this.#watch === null ? answer() : this.#watch.during(answer));
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
    this.#client = client;
    return client;
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
