// Load at a constant rate from a process of its own. The time of an answer counts from the moment at which its request
// was due, not from when a connection was free for it: a server that stalls does not get a better figure by it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinned } from '../cores.ts';
import { Histogram } from './histogram.ts';
import { RawClient } from './raw-client.ts';

export interface Phase {
  readonly seconds: number;
  /** Requests per second; null: each connection asks again as soon as it is answered. */
  readonly rate: number | null;
}
export interface LoadPlan {
  readonly port: number;
  readonly phases: readonly Phase[];
  /** Most connections at a time, as a client's pool has; a request that finds none free waits for one. */
  readonly connections: number;
  /** Requests as they go over the wire, asked in turn; `%n` stands for a running number of eight digits. */
  readonly requests: readonly string[];
  /**
   * Whether the generator waits without sleep for the next request of a constant rate, for which it needs a core of its
   * own. With sleep, requests come late and some at once, once a millisecond.
   */
  readonly awake: boolean;
}
/** What became of the requests that were due in one tenth of a second. */
export interface Tenth {
  readonly ok: number;
  readonly shed: number;
  readonly failed: number;
  /** Answers that took longer than `SLOW_MS`. */
  readonly slow: number;
}
export interface PhaseResult {
  readonly due: number;
  readonly perSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds; of answers with 2xx, and of those that turned a request away. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly shedP99: number;
  /** By how much the generator itself asked too late, where it was not for want of a connection. */
  readonly lateP99: number;
  readonly tenths: readonly Tenth[];
}

const PATIENCE_MS = 10_000;
/** What 99 of 100 answers have to be faster than. */
export const SLOW_MS = 20;
export const isShed = (status: number): boolean => status === 503 || status === 429;

/** The first number that no plan has used: what is new in one must not have been there in an earlier one. */
let unused = 0;

/** Runs a plan on the core that the server does not have; one at a time. */
export function putLoad(plan: LoadPlan): Promise<readonly PhaseResult[]> {
  const [command, args] = pinned('1', process.execPath, [fileURLToPath(import.meta.url), String(unused)]);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(plan));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((done, failed) => {
    child.on('close', (code) => {
      if (code !== 0) return failed(new Error(`the load generator ended: ${code}`));
      const results = JSON.parse(output) as PhaseResult[];
      unused += results.reduce((sum, { due }) => sum + due, 0);
      done(results);
    });
  });
}

class Recorder {
  readonly #good = new Histogram();
  readonly #shed = new Histogram();
  readonly #late = new Histogram();
  readonly #statuses = new Map<number, number>();
  readonly #tenths: { ok: number; shed: number; failed: number; slow: number }[] = [];
  #worst = 0;
  readonly #began = performance.now();
  #due = 0;

  record(status: number, due: number): void {
    const took = performance.now() - due;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const index = Math.max(0, Math.floor((due - this.#began) / 100));
    while (this.#tenths.length <= index) this.#tenths.push({ ok: 0, shed: 0, failed: 0, slow: 0 });
    const tenth = this.#tenths[index];
    if (tenth === undefined) return;
    if (took > this.#worst) this.#worst = took;
    if (took > SLOW_MS) tenth.slow++;
    if (status >= 200 && status < 300) {
      tenth.ok++;
      this.#good.add(took);
    } else if (isShed(status)) {
      tenth.shed++;
      this.#shed.add(took);
    } else tenth.failed++;
  }

  /** @param at when the request was due, which is now or was a moment ago */
  due(at: number): void {
    this.#due++;
    this.#late.add(performance.now() - at);
  }

  result(seconds: number): PhaseResult {
    const ok = this.#tenths.reduce((sum, tenth) => sum + tenth.ok, 0);
    return {
      due: this.#due,
      perSecond: ok / seconds,
      statuses: Object.fromEntries(this.#statuses),
      p50: this.#good.quantile(0.5),
      p99: this.#good.quantile(0.99),
      worst: this.#worst,
      shedP99: this.#shed.quantile(0.99),
      lateP99: this.#late.quantile(0.99),
      tenths: this.#tenths,
    };
  }
}

interface Due {
  readonly due: number;
  readonly recorder: Recorder;
}

/** First in, first out; `shift` of a long array takes too long. */
class Queue {
  #items: Due[] = [];
  #head = 0;

  get first(): Due | undefined {
    return this.#items[this.#head];
  }

  push(item: Due): void {
    this.#items.push(item);
  }

  take(): Due | undefined {
    const item = this.#items[this.#head];
    if (item !== undefined && ++this.#head > 10_000) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

/** A request as it goes over the wire; a text where a number has to be put in. */
type Wire = Buffer | string;

class Generator {
  readonly #plan: LoadPlan;
  readonly #idle: RawClient[] = [];
  readonly #all: RawClient[] = [];
  /** Requests that are due and have no connection, by their due time. */
  readonly #waiting = new Queue();
  readonly #requests: readonly Wire[];
  #next: number;

  /** @param first the first of the numbers of this plan */
  constructor(plan: LoadPlan, first: number) {
    this.#plan = plan;
    this.#requests = plan.requests.map((text) => (text.includes('%n') ? text : Buffer.from(text)));
    this.#next = first;
  }

  async run(): Promise<PhaseResult[]> {
    const sweep = setInterval(() => this.#giveUp(), 500);
    const recorders: [Recorder, number][] = [];
    for (const phase of this.#plan.phases) {
      const recorder = new Recorder();
      recorders.push([recorder, phase.seconds]);
      await (phase.rate === null
        ? this.#closed(recorder, phase.seconds)
        : this.#open(recorder, phase.rate, phase.seconds));
    }
    const until = performance.now() + PATIENCE_MS + 1000;
    while ((this.#waiting.first !== undefined || this.#all.some(({ busy }) => busy)) && performance.now() < until)
      await new Promise((soon) => setTimeout(soon, 20));
    clearInterval(sweep);
    for (const client of this.#all) client.end();
    return recorders.map(([recorder, seconds]) => recorder.result(seconds));
  }

  async #closed(recorder: Recorder, seconds: number): Promise<void> {
    const until = performance.now() + seconds * 1000;
    const loop = (): Promise<void> =>
      new Promise((done) => {
        const again = (): void => {
          if (performance.now() >= until) done();
          else {
            const due = performance.now();
            recorder.due(due);
            this.#ask({ due, recorder }, again);
          }
        };
        again();
      });
    await Promise.all(Array.from({ length: this.#plan.connections }, loop));
  }

  async #open(recorder: Recorder, rate: number, seconds: number): Promise<void> {
    const began = performance.now();
    const all = Math.round(rate * seconds);
    let asked = 0;
    while (asked < all) {
      const soFar = Math.min(all, Math.floor(((performance.now() - began) / 1000) * rate));
      for (; asked < soFar; asked++) {
        const due = began + ((asked + 1) / rate) * 1000;
        recorder.due(due);
        this.#ask({ due, recorder });
      }
      await new Promise<void>((soon) => (this.#plan.awake ? setImmediate(soon) : setTimeout(soon, 1)));
    }
  }

  #ask(request: Due, then?: () => void): void {
    const client = this.#idle.pop() ?? this.#another();
    if (client === null) {
      this.#waiting.push(request);
      return;
    }
    const n = this.#next++;
    const wire = this.#requests[n % this.#requests.length] as Wire;
    const bytes = typeof wire === 'string' ? wire.replaceAll('%n', String(n).padStart(8, '0')) : wire;
    client.ask(bytes, ({ status }) => {
      request.recorder.record(status, request.due);
      // Not at once: answers that came in one read must not be asked for one inside another.
      if (then !== undefined) setImmediate(then);
    });
  }

  #another(): RawClient | null {
    if (this.#all.length >= this.#plan.connections) return null;
    const client = new RawClient(this.#plan.port, (free) => {
      this.#idle.push(free);
      const waiting = this.#waiting.take();
      if (waiting !== undefined) this.#ask(waiting);
    });
    this.#all.push(client);
    return client;
  }

  #giveUp(): void {
    const now = performance.now();
    for (const client of this.#all) if (client.busy && now - client.askedAt > PATIENCE_MS) client.end();
    for (
      let first = this.#waiting.first;
      first !== undefined && now - first.due > PATIENCE_MS;
      first = this.#waiting.first
    ) {
      this.#waiting.take();
      first.recorder.record(0, first.due);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  const results = await new Generator(JSON.parse(input) as LoadPlan, Number(process.argv[2])).run();
  process.stdout.write(JSON.stringify(results));
}
