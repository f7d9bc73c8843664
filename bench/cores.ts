// Which process runs on which core: the event loop under measurement has core 0, all else that we know of the others.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const canPin = spawnSync('taskset', ['-c', '1', 'true']).status === 0;
const last = availableParallelism() - 1;
const OTHERS = `1-${last}`;
const ALL = `0-${last}`;

/** A command as it runs on one core, where the machine has several and lets us choose. */
export const pinned = (core: string, command: string, args: string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', core, command, ...args]] : [command, args];

/**
 * Moves the threads that help a pinned process (garbage collection, files) to the other cores: on one with the event
 * loop they would take from its time, which a latency shows and a rate does not.
 */
export function moveHelpersAway(pid: number): void {
  if (!canPin) return;
  spawnSync('taskset', ['-apc', OTHERS, String(pid)]);
  spawnSync('taskset', ['-pc', '0', String(pid)]);
}

/**
 * Moves a PostgreSQL server on this machine, and what it starts from now on, to the other cores.
 * @param backend the process of one of its sessions
 * @returns lets it have all cores again; null where it is not on this machine or not ours to move
 */
export function movePostgresAway(backend: number): (() => void) | null {
  try {
    if (!canPin || !nameAndParent(backend).name.startsWith('postgres')) return null;
    const postmaster = nameAndParent(backend).parent;
    if (!runOn(postmaster, OTHERS)) return null;
    const moveBack = (): void => void runOn(postmaster, ALL);
    // A run that is broken off leaves it as it was, too.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        moveBack();
        process.exit(1);
      });
    return moveBack;
  } catch {
    return null;
  }
}

/** Gives a process and its children the cores. */
function runOn(parent: number, cores: string): boolean {
  // The parent first: what it starts meanwhile has its cores.
  const moved = spawnSync('taskset', ['-apc', cores, String(parent)]).status === 0;
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    if (parentOf(entry) === parent) spawnSync('taskset', ['-apc', cores, entry]);
  return moved;
}

function parentOf(entry: string): number | null {
  try {
    return nameAndParent(Number(entry)).parent;
  } catch {
    return null; // It has ended.
  }
}

function nameAndParent(pid: number): { name: string; parent: number } {
  const [, name = '', parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return { name, parent: Number(parent) };
}

/** Seconds for which the event loop of a process had a core, and for which it waited for one; NaN where unknown. */
export function coreSeconds(pid: number): { readonly had: number; readonly waited: number } {
  try {
    const [had, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    return { had: (had ?? Number.NaN) / 1e9, waited: (waited ?? Number.NaN) / 1e9 };
  } catch {
    return { had: Number.NaN, waited: Number.NaN };
  }
}
