// What Linux tells of a process, below /proc.
import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB (10^6 bytes), NaN where the system does not tell. */
export const residentMegabytes = (pid: number): number => megabytesOf(pid, 'VmRSS');
/** Without the pages of files, as the system maps them: those of a SQLite file that grows are more and more. */
export const ownMegabytes = (pid: number): number => megabytesOf(pid, 'RssAnon');

function megabytesOf(pid: number, what: 'VmRSS' | 'RssAnon'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return (Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
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

export const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** Name and parent of a process, null where there is none with this number. */
export function nameAndParent(pid: number): { readonly name: string; readonly parent: number } | null {
  try {
    const [, name = '', parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    return null;
  }
}
