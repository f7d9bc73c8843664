import { readFileSync } from 'node:fs';

/** Ticks of all cores since the machine's start: those that its host gave to others, and all of them. */
function ticks(): { readonly stolen: number; readonly all: number } {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    // user, nice, system, idle, iowait, irq, softirq, steal
    const counts = line.trim().split(/\s+/).slice(1, 9).map(Number);
    return { stolen: counts[7] ?? Number.NaN, all: counts.reduce((sum, each) => sum + each, 0) };
  } catch {
    return { stolen: Number.NaN, all: Number.NaN };
  }
}

/**
 * Measures from now on which share of the machine its host gave to others: what is measured on a virtual machine that
 * has neighbours says as much of them.
 * @returns the share so far, NaN where the system does not tell
 */
export function watchStolen(): () => number {
  const before = ticks();
  return () => {
    const now = ticks();
    return (now.stolen - before.stolen) / (now.all - before.all);
  };
}
