import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8's garbage collector for a process that answers many short requests; what is set is read at each decision.
 *
 * * After a burst, in which what belongs to a request lives for long, V8 would make such objects in its old space from
 *   the start, and keep to it: then nearly everything that a request leaves behind waits for a full collection, young
 *   collections take ten times as long, and the rate at which answers are possible falls by a third.
 * * A full collection would begin when the space that is left in the old space is as large as the young one, which for
 *   a small heap is nearly always: here each few seconds. It begins at a share of the way to the limit instead, and the
 *   limit is twice of what lives: more would make it rarer, but a process keeps the memory of its fullest moment.
 */
export function tuneGarbageCollection(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--incremental-marking-soft-trigger=80');
  setFlagsFromString('--incremental-marking-hard-trigger=95');
  setFlagsFromString('--heap-growing-percent=100');
}
