import { isTransient, type OpenDatabase } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { countDelivery } from '../../observability/count.ts';
import { WEBHOOK_CHANNEL } from '../outbox.ts';
import { webhookConcurrency, webhookTimeout } from '../settings.ts';
import { attempt } from './attempt.ts';
import { type ClaimedDelivery, claimDeliveries } from './claim.ts';
import { dispatchEvents } from './dispatch.ts';
import { settle } from './settle.ts';
import { inDeliverySpan } from './span.ts';

export interface WebhookWorkerOptions {
  /** The context of the deliveries, in the admin scope. */
  readonly call: () => Call;
  readonly listen: OpenDatabase['listen'];
  /** Longest time without looking for what is due, in milliseconds. */
  readonly pollMilliseconds?: number;
  readonly onError: (error: unknown) => void;
}

/** What an attempt may take beyond the time-out of its request before it counts as lost. */
const LEASE_MARGIN_MS = 30_000;
/** At the end, attempts under way may take so long to finish; the rest is taken up again by whoever works next. */
const STOP_MS = 3000;

/**
 * Delivers webhooks: makes out the deliveries of new events and attempts those that are due, a number of them at once.
 * Any number of processes may do so on one database. An attempt that its process did not outlive is made again, so
 * that every event arrives at least once.
 */
export class WebhookWorker {
  readonly #options: WebhookWorkerOptions;
  readonly #attempts = new Set<Promise<void>>();
  readonly #underWay = new Map<number, number>();
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #woken = false;
  #wake: () => void = () => {};
  #stopListening: (() => Promise<void>) | null = null;

  constructor(options: WebhookWorkerOptions) {
    this.#options = options;
  }

  /** Begins to work. */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#stopListening = (await this.#options.listen?.(WEBHOOK_CHANNEL, () => this.wake())) ?? null;
    this.#loop = this.#work();
  }

  /** Takes nothing new and gives the attempts under way a moment to finish. */
  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#stopListening?.();
    await this.#loop;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_MS);
    });
    await Promise.race([Promise.all(this.#attempts), enough]);
    clearTimeout(timer);
  }

  /** Says that something may be due. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Works until nothing is due any more. @returns the number of attempts */
  async drain(): Promise<number> {
    let all = 0;
    for (;;) {
      const begun = await this.#turn();
      all += begun;
      if (begun === 0 && this.#attempts.size === 0) return all;
      await Promise.all(this.#attempts);
    }
  }

  async #work(): Promise<void> {
    while (this.#running) {
      this.#woken = false;
      const begun = await this.#turn().catch((error: unknown) => {
        if (!isTransient(error)) this.#options.onError(error);
        return 0;
      });
      if (begun === 0) await this.#pause();
    }
  }

  /** Begins what is due. @returns the number of attempts begun */
  async #turn(): Promise<number> {
    const call = this.#options.call();
    await call.ports.kernel.ports.refresh?.();
    await dispatchEvents(call);
    const free = call.settings.get(webhookConcurrency) - this.#attempts.size;
    const lease = call.settings.get(webhookTimeout) * 1000 + LEASE_MARGIN_MS;
    const claimed = await claimDeliveries(call.db, call.now(), free, this.#underWay, lease);
    for (const delivery of claimed) this.#begin(call, delivery);
    return claimed.length;
  }

  #begin(call: Call, delivery: ClaimedDelivery): void {
    const { webhook_id: id } = delivery;
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
    const ends = this.#attempt(call, delivery)
      .catch((error: unknown) => {
        // The lease runs out, and it is tried again.
        if (!isTransient(error)) this.#options.onError(error);
      })
      .finally(() => {
        this.#attempts.delete(ends);
        const rest = (this.#underWay.get(id) ?? 1) - 1;
        if (rest > 0) this.#underWay.set(id, rest);
        else this.#underWay.delete(id);
        this.wake();
      });
    this.#attempts.add(ends);
  }

  async #attempt(call: Call, delivery: ClaimedDelivery): Promise<void> {
    const { query } = call.db;
    const [webhook, event] = await Promise.all([
      query.selectFrom('webhook').selectAll().where('id', '=', delivery.webhook_id).executeTakeFirst(),
      query.selectFrom('webhook_event').selectAll().where('id', '=', delivery.event_id).executeTakeFirst(),
    ]);
    // Deleted since.
    if (webhook === undefined || event === undefined) return;
    await inDeliverySpan(call, delivery, event.event, async () => {
      const outcome = await attempt(call, webhook, event);
      await settle(call, delivery, event.event, outcome);
      countDelivery(call, outcome.kind);
    });
  }

  async #pause(): Promise<void> {
    if (!this.#running || this.#woken) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, this.#options.pollMilliseconds ?? 1000);
    });
    clearTimeout(timer);
  }
}
