import { percentDecode } from '../percent-encoding.ts';

/** Where the client's base string leaves ours. */
export interface Difference {
  readonly part: 'method' | 'url' | 'parameters';
  /** Index of the first character that differs, from 0. */
  readonly position: number;
  /** A piece of either base string around that place. */
  readonly ours: string;
  readonly clients: string;
  /** The same in words, decoded. */
  readonly text: string;
}

const BEFORE = 24;
const AFTER = 40;

/** The first difference of two base strings; null when there is none. */
export function firstDifference(ours: string, clients: string): Difference | null {
  if (ours === clients) return null;
  const position = commonPrefix(ours, clients);
  const part = partAt(ours, position);
  return {
    part,
    position,
    ours: around(ours, position),
    clients: around(clients, position),
    text: inWords(part, ours.split('&'), clients.split('&')),
  };
}

/** How many characters two texts have in common at their beginning. */
export function commonPrefix(a: string, b: string): number {
  let index = 0;
  while (index < a.length && index < b.length && a[index] === b[index]) index++;
  return index;
}

function partAt(text: string, position: number): Difference['part'] {
  const separators = text.slice(0, position).split('&').length - 1;
  return separators === 0 ? 'method' : separators === 1 ? 'url' : 'parameters';
}

function around(text: string, position: number): string {
  const from = Math.max(0, position - BEFORE);
  const to = position + AFTER;
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

function inWords(part: Difference['part'], ours: readonly string[], clients: readonly string[]): string {
  if (clients.length !== 3) return `A base string has three parts joined by "&"; the client's has ${clients.length}.`;
  if (part === 'parameters') return parametersInWords(ours[2] ?? '', clients[2] ?? '');
  const index = part === 'method' ? 0 : 1;
  const [expected, given] = [percentDecode(ours[index] ?? ''), percentDecode(clients[index] ?? '')];
  return expected === given
    ? `The ${part} is the same but encoded in another way.`
    : `The ${part} is ${expected} for the server, ${given} for the client.`;
}

function parametersInWords(ours: string, clients: string): string {
  const [expected, given] = [pairs(ours), pairs(clients)];
  const missing = expected.filter((pair) => !given.includes(pair));
  const unexpected = given.filter((pair) => !expected.includes(pair));
  if (missing.length === 0 && unexpected.length === 0) {
    return given.length === expected.length
      ? 'The parameters are the same in another order.'
      : 'A parameter is repeated in one of the two and not in the other.';
  }
  return [
    ...missing.map((pair) => `Only the server has ${pair}.`),
    ...unexpected.map((pair) => `Only the client has ${pair}.`),
  ].join(' ');
}

function pairs(part: string): string[] {
  const list = percentDecode(part);
  return list === '' ? [] : list.split('&');
}
