import { type AnsweredCall, type Caller, type Ports, renderMessage } from '@tessera/webapi';
import { durationClass, outcomeOf, slotOf } from './statistics.ts';
import type { Outcome } from './tables.ts';
import { writeBatch } from './write-batch.ts';

/** A call as it waits to be written. */
export interface WaitingCall {
  readonly occurred_at: number;
  readonly caller_kind: string;
  readonly caller_id: number | null;
  readonly caller_name: string | null;
  integration_id: number | null;
  /** Of a refused signature: whose it claims to be. */
  readonly consumerKey: string | null;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly microseconds: number;
  readonly remote_address: string;
  readonly reason: string | null;
}
export interface WaitingCount {
  readonly slot: number;
  readonly caller_kind: string;
  readonly integration_id: number;
  readonly outcome: Outcome;
  readonly duration: number;
  calls: number;
}
/** What has happened since the last writing. */
export interface Batch {
  readonly calls: readonly WaitingCall[];
  readonly counts: readonly WaitingCount[];
  /** Milliseconds since the epoch by integration. */
  readonly used: ReadonlyMap<number, number>;
}

const WRITE_EVERY_MS = 1000;
/** Calls written down in one turn; under more load the rest is only counted, so that logging never becomes the load. */
const MOST_CALLS = 500;
const MOST_COUNTS = 5000;
const MAX_ADDRESS = 64;
const MAX_REASON = 500;
const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE'];

/** Gathers answered calls in memory and writes them in batches, never on a request's time. */
export class ActivityRecorder {
  #calls: WaitingCall[] = [];
  #counts = new Map<string, WaitingCount>();
  #used = new Map<number, number>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  record(event: AnsweredCall): void {
    const { call, caller, status, milliseconds } = event;
    if (call === null) return;
    const now = call.now();
    const integrationId = caller?.kind === 'integration' ? caller.id : 0;
    this.#count(slotOf(now), caller?.kind ?? 'unknown', integrationId, outcomeOf(status), durationClass(milliseconds));
    if (integrationId !== 0) this.#used.set(integrationId, now);
    if (this.#calls.length < MOST_CALLS) this.#calls.push(waitingCall(event, now));
    this.#timer ??= setTimeout(() => void this.write(event), WRITE_EVERY_MS).unref();
  }

  #count(slot: number, caller_kind: string, integration_id: number, outcome: Outcome, duration: number): void {
    const key = `${slot} ${caller_kind} ${integration_id} ${outcome} ${duration}`;
    const known = this.#counts.get(key);
    if (known !== undefined) known.calls++;
    else if (this.#counts.size < MOST_COUNTS)
      this.#counts.set(key, { slot, caller_kind, integration_id, outcome, duration, calls: 1 });
  }

  /** Writes what has gathered; resolves once it is stored. What cannot be written is dropped and said in the log. */
  write({ call }: Pick<AnsweredCall, 'call'>): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (call === null || (this.#calls.length === 0 && this.#counts.size === 0)) return this.#writing;
    const batch: Batch = { calls: this.#calls, counts: [...this.#counts.values()], used: this.#used };
    this.#calls = [];
    this.#counts = new Map();
    this.#used = new Map();
    this.#writing = this.#writing
      .then(() => writeBatch(call, batch))
      .catch((error: unknown) => call.ports.log.error({ err: error }, 'the access log could not be written'));
    return this.#writing;
  }
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
    remote_address: request.remoteAddress.slice(0, MAX_ADDRESS),
    reason: error === null ? null : renderMessage(error.message, error.parameters).slice(0, MAX_REASON),
  };
}

const nameOf = (caller: Caller | null): string | null =>
  caller?.kind === 'integration' ? caller.name : caller?.kind === 'admin' ? caller.username : null;

const consumerKeyOf = ({ request }: AnsweredCall): string | null =>
  /oauth_consumer_key\s*=\s*"?([0-9a-z]{32})\b/.exec(request.headers['authorization'] ?? '')?.[1] ?? null;

const recorders = new WeakMap<Ports, ActivityRecorder>();
/** The recorder of the application that these ports belong to. */
export function recorderOf(ports: Ports): ActivityRecorder {
  let recorder = recorders.get(ports);
  if (recorder === undefined) recorders.set(ports, (recorder = new ActivityRecorder()));
  return recorder;
}
