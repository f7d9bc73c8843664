import { storableText } from '@tessera/database';
import { type AnsweredCall, type Call, type Caller, type Ports, renderMessage } from '@tessera/webapi';
import type { Batch, WaitingCall } from './batch.ts';
import { DURATIONS, durationClass, OUTCOMES, outcomeIndex, SLOT, slotOf } from './statistics.ts';
import { writeBatch } from './write-batch.ts';

const WRITE_EVERY_MS = 1000;
/** Calls written down in one turn; under more load the rest is only counted, so that logging never becomes the load. */
const MOST_CALLS = 500;
const MOST_TALLIES = 1000;
const MAX_ADDRESS = 64;
const MAX_NAME = 255;
const MAX_REASON = 500;
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE'];

const CLASSES = DURATIONS.length;
const OTHERS: Readonly<Record<string, number>> = { guest: -1, customer: -2, admin: -3 };
const UNKNOWN = -4;

/** The calls of one caller in one slot: by outcome, then by class of duration. */
interface Tally {
  readonly slot: number;
  readonly caller_kind: string;
  readonly integration_id: number;
  readonly calls: Uint32Array;
  last: number;
}

/** Gathers answered calls in memory and writes them in batches, never on a request's time. */
export class ActivityRecorder {
  #calls: WaitingCall[] = [];
  #tallies: Tally[] = [];
  #usedTokens = new Map<number, number>();
  /** Of the slot in which calls are counted now, by integration id or kind of caller. */
  #current = new Map<number, Tally>();
  #slot = -1;
  #slotEnd = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  record(event: AnsweredCall): void {
    const { call, caller } = event;
    if (call === null) return;
    const now = call.now();
    this.#count(event, now);
    if (caller?.kind === 'integration' && caller.tokenId !== undefined) this.#usedTokens.set(caller.tokenId, now);
    if (this.#calls.length < MOST_CALLS) this.#calls.push(waitingCall(event, now));
    this.#timer ??= setTimeout(() => void this.write(event), WRITE_EVERY_MS).unref();
  }

  #count({ caller, status, milliseconds }: AnsweredCall, now: number): void {
    if (now >= this.#slotEnd || now < this.#slot * 1000) {
      this.#slot = slotOf(now);
      this.#slotEnd = (this.#slot + SLOT) * 1000;
      this.#current = new Map();
    }
    const key =
      caller === null ? UNKNOWN : caller.kind === 'integration' ? caller.id : (OTHERS[caller.kind] ?? UNKNOWN);
    let tally = this.#current.get(key);
    if (tally === undefined) {
      if (this.#tallies.length >= MOST_TALLIES) return;
      const caller_kind = caller?.kind ?? 'unknown';
      const calls = new Uint32Array(OUTCOMES.length * CLASSES);
      tally = { slot: this.#slot, caller_kind, integration_id: Math.max(0, key), calls, last: now };
      this.#current.set(key, tally);
      this.#tallies.push(tally);
    }
    const index = outcomeIndex(status) * CLASSES + durationClass(milliseconds);
    tally.calls[index] = (tally.calls[index] ?? 0) + 1;
    tally.last = now;
  }

  /** Writes what has gathered; resolves once it is stored. What cannot be written is dropped, alone, and said in the log. */
  write({ call }: Pick<AnsweredCall, 'call'>): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (call === null || this.#tallies.length === 0) return this.#writing;
    const batch: Batch = { calls: this.#calls, ...countsOf(this.#tallies), usedTokens: this.#usedTokens };
    this.#calls = [];
    this.#tallies = [];
    this.#usedTokens = new Map();
    this.#current = new Map();
    this.#writing = this.#writing
      .then(() => writeBatch(call, batch))
      .catch((error: unknown) => call.ports.log.error({ err: error }, 'the access log could not be written'));
    return this.#writing;
  }
}

function countsOf(tallies: readonly Tally[]): Pick<Batch, 'counts' | 'used'> {
  const used = new Map<number, number>();
  const counts = tallies.flatMap(({ slot, caller_kind, integration_id, calls, last }) => {
    if (integration_id !== 0) used.set(integration_id, last);
    return [...calls].flatMap((count, index) =>
      count === 0
        ? []
        : {
            slot,
            caller_kind,
            integration_id,
            outcome: OUTCOMES[Math.floor(index / CLASSES)] ?? 'ok',
            duration: index % CLASSES,
            calls: count,
          },
    );
  });
  return { counts, used };
}

function waitingCall(event: AnsweredCall, now: number): WaitingCall {
  const { request, route, caller, status, milliseconds, error } = event;
  return {
    occurred_at: now,
    caller_kind: caller?.kind ?? 'unknown',
    caller_id: caller !== null && caller.kind !== 'guest' ? caller.id : null,
    caller_name: nameOf(caller),
    integration_id: caller?.kind === 'integration' ? caller.id : null,
    consumerKey: error !== null && status < 500 && caller?.kind !== 'integration' ? consumerKeyOf(event) : null,
    method: METHODS.includes(request.method) ? request.method : 'other',
    // The template, not the address: what stands in an address may be personal.
    route: route?.path ?? 'none',
    status,
    microseconds: Math.round(milliseconds * 1000),
    remote_address: storableText(request.remoteAddress, MAX_ADDRESS),
    // What a client sent may be in it.
    reason: error === null ? null : storableText(renderMessage(error.message, error.parameters), MAX_REASON),
  };
}

const nameOf = (caller: Caller | null): string | null =>
  caller?.kind === 'integration'
    ? storableText(caller.name, MAX_NAME)
    : caller?.kind === 'admin'
      ? storableText(caller.username, MAX_NAME)
      : null;

const consumerKeyOf = ({ request }: AnsweredCall): string | null =>
  /oauth_consumer_key\s*=\s*"?([0-9a-z]{32})\b/.exec(request.headers['authorization'] ?? '')?.[1] ?? null;

const recorders = new WeakMap<Ports, ActivityRecorder>();
/** The recorder of the application that these ports belong to. */
export function recorderOf(ports: Ports): ActivityRecorder {
  let recorder = recorders.get(ports);
  if (recorder === undefined) recorders.set(ports, (recorder = new ActivityRecorder()));
  return recorder;
}

/** Writes what has gathered, for a process that ends; resolves once it is stored. */
export const flushActivity = (call: Call): Promise<void> => recorderOf(call.ports).write({ call });
