// Which process runs on which core: the event loop under measurement has core 0, all else that we know of the others.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { childrenOf } from './proc.ts';

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
 * Moves a process with its children, and what they start from now on, to the other cores.
 * @returns lets them have all cores again; null where they are not ours to move
 */
export function moveAway(parent: number): (() => void) | null {
  if (!canPin || !runOn(parent, OTHERS)) return null;
  const moveBack = (): void => void runOn(parent, ALL);
  // A run that is broken off leaves them as they were, too.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      moveBack();
      process.exit(1);
    });
  return moveBack;
}

/** Gives a process and its children the cores; the parent first, whose cores a child has that it starts meanwhile. */
function runOn(parent: number, cores: string): boolean {
  const move = (pid: number): boolean => spawnSync('taskset', ['-apc', cores, String(pid)]).status === 0;
  const moved = move(parent);
  if (moved) for (const child of childrenOf(parent)) move(child);
  return moved;
}
