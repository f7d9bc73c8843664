import { setTimeout as pause } from 'node:timers/promises';
import type { BackgroundJob, Call } from '@tessera/webapi';
import type { Application } from './application.ts';

export interface RunningJobs {
  /** Starts no further run and waits for the ones under way, though not for ever: what is not committed is undone. */
  readonly stop: () => Promise<void>;
}

const CHECK_EVERY_MS = 1000;
const GRACE_MS = 10_000;

/**
 * Runs the modules' background jobs, each by one process at a time: whoever moves the job's due time forward runs it.
 * A failing job is logged and tried again when it is next due.
 */
export function startJobs(
  application: Application,
  jobs: readonly BackgroundJob[],
  onError: (job: string, error: unknown) => void,
): RunningJobs {
  const running = new Set<Promise<void>>();
  const due = new Map(jobs.map((job) => [job.name, 0]));
  const tick = (): void => {
    const call = application.jobCall();
    for (const job of jobs) {
      const wait = (due.get(job.name) ?? 0) - call.now();
      // A clock that was put back must not keep a job waiting for longer than its turn.
      if (wait > 0 && wait <= job.everySeconds * 1000) continue;
      due.set(job.name, call.now() + job.everySeconds * 1000);
      const run = runOnce(job, call).catch((error: unknown) => onError(job.name, error));
      running.add(run);
      void run.finally(() => running.delete(run));
    }
  };
  const timer = setInterval(tick, CHECK_EVERY_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.race([Promise.all(running), pause(GRACE_MS, undefined, { ref: false })]);
    },
  };
}

/** Claims a job for this turn and runs it; another process that is faster makes this a no-op. */
export async function runOnce(job: BackgroundJob, call: Call): Promise<void> {
  const now = call.now();
  const next = now + job.everySeconds * 1000;
  const { db } = call;
  await db.query
    .insertInto('background_job')
    .values({ name: job.name, due_at: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const claimed = await db.query
    .updateTable('background_job')
    .set({ due_at: next })
    .where('name', '=', job.name)
    // Later than any run could have set it: the clock was put back since.
    .where((eb) => eb.or([eb('due_at', '<=', now), eb('due_at', '>', next)]))
    .executeTakeFirst();
  if (claimed.numUpdatedRows > 0n) await job.run(call);
}
